"""One name for the arrays of the engines."""

from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
