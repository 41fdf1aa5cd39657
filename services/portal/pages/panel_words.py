"""What panel members read. Short sentences, plain words; a test counts them. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One answer to point at: `picture` is the name of a drawing."""

    code: str
    text: str
    picture: str


@dataclass(frozen=True)
class Question:
    """One page. Its heading is the question; a picture stands left of the words."""

    code: str
    text: str
    help: str
    picture: str
    choices: tuple[Choice, ...] = ()
    short: str = ""  # how the check page calls it


THEMES = (
    Choice("access", "Getting there", "access"),
    Choice("communication", "Being told things", "communication"),
    Choice("staff", "The people who help", "staff"),
    Choice("place", "The place", "place"),
    Choice("information", "Finding out", "information"),
    Choice("choice", "Choosing for myself", "choice"),
    Choice("quality", "How good it is", "quality"),
    Choice("equality", "Being fair", "equality"),
    Choice("other", "Something else", "other"),
)
STRENGTHS = (
    Choice("must", "It must happen", "must"),
    Choice("should", "It should happen", "should"),
    Choice("could", "It would be nice", "could"),
)

QUESTIONS = (
    Question(
        "theme",
        "What is your idea about?",
        "Choose one picture.",
        "idea",
        THEMES,
        "It is about",
    ),
    Question(
        "statement",
        "What should change?",
        "Say it in your own words. You can use up to 60 words.",
        "words",
        short="What should change",
    ),
    Question(
        "why",
        "Why does it matter to you?",
        "Tell us what it is like now. Do not write names of people.",
        "heart",
        short="Why it matters",
    ),
    Question(
        "strength",
        "How much does it matter?",
        "Choose one picture.",
        "scale",
        STRENGTHS,
        "How much it matters",
    ),
)
BY_CODE = {question.code: question for question in QUESTIONS}

NOT_SURE = "I am not sure"
NO_ANSWER = "I do not want to answer"
NEXT = "Next"
BACK = "Back"
LISTEN = "Listen"
SEND = "Send my idea"
EMPTY = "Choose or write an answer. You can also choose “I am not sure”."
SAVED = "We saved your answers. You can come back later."

START_TITLE = "Tell us your idea"
START = (
    "People plan a service for children and young people.",
    "They want to know what you think.",
    "We ask you 4 questions. You see one at a time.",
    "You can stop when you want. We keep your answers.",
)
START_BUTTON = "Start"
GO_ON_BUTTON = "Go on"

HOME_TITLE = "Hello"
HOME = (
    "You are a young commissioner.",
    "You help to choose how services work.",
)
HOME_NONE = "No session is open now. Your facilitator tells you when the next one starts."
HOME_OPEN = "You can send your idea until"

CHECK_TITLE = "Is this right?"
CHECK = "Read your answers. You can change each one."
CHECK_AFTER = "When you send it, you cannot change it."

OVER_TITLE = "This session is closed"
OVER = (
    "You can still have your say.",
    "Talk to your facilitator. They can add your idea.",
)
SENT_TITLE = "Thank you. We have your idea."
SENT = (
    "Your facilitator reads it.",
    "The people who plan the service must answer it.",
    "You see the answer here, under “You said, we did”.",
)

DID_TITLE = "You said, we did"
DID_NONE = "There is nothing here yet. Answers come after a session."
DID_WAITING = "We wait for an answer. It must come by"
ANSWERS = {
    "accept": "Yes. We will do it.",
    "partly_accept": "We will do a part of it.",
    "reject": "No. We cannot do it.",
    "defer": "Not yet. We look at it later.",
}

SAFE_LINK = "I do not feel safe"
SAFE_TITLE = "You can get help now"
SAFE = (
    "Tell an adult that you trust.",
    "You can tell your facilitator.",
    "You can call Childline for free. The number is 0800 1111.",
    "Is somebody in danger right now? Call 999.",
    "Nothing on this page is saved or sent.",
)

TOO_LATE = "This session is closed. Talk to your facilitator about your idea."

SENTENCES = (
    *(question.text for question in QUESTIONS),
    *(question.help for question in QUESTIONS),
    *(choice.text for question in QUESTIONS for choice in question.choices),
    NOT_SURE,
    NO_ANSWER,
    EMPTY,
    SAVED,
    START_TITLE,
    *START,
    *HOME,
    HOME_NONE,
    HOME_OPEN,
    CHECK_TITLE,
    CHECK,
    CHECK_AFTER,
    OVER_TITLE,
    *OVER,
    SENT_TITLE,
    *SENT,
    DID_NONE,
    DID_WAITING,
    *ANSWERS.values(),
    SAFE_LINK,
    SAFE_TITLE,
    *SAFE,
    TOO_LATE,
)
