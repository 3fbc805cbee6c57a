"""Answers in XML (`format=XML`): the fields of the JSON as elements."""

from typing import Any
from xml.etree import ElementTree as ET

from veche_sandbox.ok.errors import ApiError

NAMESPACE = "http://api.forticom.com/1.0/"
MEDIA_TYPE = "application/xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def answer_xml(method: str, answer: Any) -> str:
    root = ET.Element(f"{method.replace('.', '_')}_response", xmlns=NAMESPACE)
    _fill(root, answer)
    return _HEAD + ET.tostring(root, encoding="unicode")


def error_xml(error: ApiError) -> str:
    root = ET.Element("ns2:error_response", {"xmlns:ns2": NAMESPACE})
    _fill(root, {name: value for name, value in error.as_json().items() if value is not None})
    return _HEAD + ET.tostring(root, encoding="unicode")


def _fill(element: ET.Element, value: Any) -> None:
    """Fill an element. A list repeats its field; at the top level, without a field, it uses `item`."""
    if isinstance(value, dict):
        for name, inside in value.items():
            for one in inside if isinstance(inside, list) else [inside]:
                _fill(ET.SubElement(element, name), one)
    elif isinstance(value, list):
        for one in value:
            _fill(ET.SubElement(element, "item"), one)
    elif value is not None:
        element.text = str(value).lower() if isinstance(value, bool) else str(value).translate(_CONTROLS)
