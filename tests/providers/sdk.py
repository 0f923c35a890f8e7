"""The vendors' own SDKs as judges of what we send: what their types refuse, their servers may too."""

import json
import re
import sys
from urllib.parse import unquote

import botocore.loaders
import botocore.model
import botocore.validate
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming
from google.genai import types as gemini
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import ConfigDict, TypeAdapter
from typing_extensions import is_typeddict

# A typed dictionary takes members it does not know unless it is told not to.
for module in [module for name, module in sys.modules.items() if re.match(r"(openai|anthropic)\.types\b", name)]:
    for shape in vars(module).values():
        if is_typeddict(shape):
            shape.__pydantic_config__ = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
OPENAI = TypeAdapter(CompletionCreateParamsNonStreaming)
ANTHROPIC = TypeAdapter(MessageCreateParamsNonStreaming)


def judge(path, body):
    """Raises what the SDK of the format has to say against a request."""
    for pattern, judged in FORMATS:
        if found := re.fullmatch(pattern, path):
            return judged(json.loads(body), *map(unquote, found.groups()))
    raise AssertionError(f"no format has the path {path}")


def _openai(body):
    _drained(OPENAI.validate_python(body))


def _anthropic(body):
    _drained(ANTHROPIC.validate_python(body))


def _gemini(body, model):
    # What is two levels on the wire is one in the SDK.
    known = {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig"}
    assert not (more := body.keys() - known), f"unknown: {more}"
    settings = {**body.get("generationConfig", {}), **{name: body[name] for name in body if name in
                ("systemInstruction", "tools", "toolConfig")}}
    gemini.GenerateContentConfig.model_validate(settings)
    for content in body["contents"]:
        gemini.Content.model_validate(content)


def _converse(body, model):
    data = botocore.loaders.Loader().load_service_model("bedrock-runtime", "service-2")
    shape = botocore.model.ServiceModel(data).operation_model("Converse").input_shape
    report = botocore.validate.ParamValidator().validate({**body, "modelId": model}, shape)
    assert not report.has_errors(), report.generate_report()


def _drained(value):
    """Iterables of a type are judged when they are read, so they are read to the end."""
    if isinstance(value, dict):
        return {name: _drained(inner) for name, inner in value.items()}
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        return value
    return [_drained(inner) for inner in value]


FORMATS = [
    (r".*/chat/completions", _openai),
    (r".*/messages", _anthropic),
    (r".*/models/([^/]+):generateContent", _gemini),
    (r".*/model/([^/]+)/converse", _converse),
]


def spoiled(body):
    """Copies of a request that each have one member too many, at each of its objects that is not free
    (a schema is)."""
    whole = json.loads(body)
    for place in _objects(whole, ()):
        copy = json.loads(body)
        spot = copy
        for step in place:
            spot = spot[step]
        spot["no_such_member"] = 1
        yield place, json.dumps(copy)


def _objects(value, place):
    if place and place[-1] in ("schema", "input_schema", "parameters", "responseJsonSchema",
                               "parametersJsonSchema", "json"):
        return
    if isinstance(value, dict):
        yield place
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _objects(inner, (*place, step))
