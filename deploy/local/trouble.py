"""What stops a command: a sentence that says what is wrong, and what to do about it."""


class Trouble(Exception):
    """`Trouble("RabbitMQ is not installed.", "sudo apt-get install rabbitmq-server")`."""

    def __init__(self, wrong: str, remedy: str = "") -> None:
        super().__init__(wrong, remedy)
        self.wrong, self.remedy = wrong, remedy

    def __str__(self) -> str:
        return f"{self.wrong}\n  What to do: {self.remedy}" if self.remedy else self.wrong
