// Reads the words of a panel page aloud. Without it, or without a voice, the page works as it is.
for (const button of document.querySelectorAll("[data-listen]")) {
  if (!("speechSynthesis" in window)) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    const parts = button.dataset.listen.split(" ").map((id) => document.getElementById(id).innerText);
    window.speechSynthesis.cancel();
    const speech = new SpeechSynthesisUtterance(parts.join(". "));
    speech.lang = "en-GB";
    speech.rate = 0.9;
    window.speechSynthesis.speak(speech);
  });
}
