"""What must be the same in every service, and says nothing about proposals, panels or contracts.

Entry test: used by three services, or must be the same in all of them; has its own tests.
"""

import warnings

# Nobody who runs a service or a command can act on it.
warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated.*")
