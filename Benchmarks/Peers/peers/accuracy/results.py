"""The figures as they are kept: short, and a line each."""

import json


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return value


def line(value):
    # NaN is no error to be kept: whatever it comes from is wrong.
    return json.dumps(rounded(value), ensure_ascii=False, allow_nan=False)


def text(section):
    parts = []
    for name, value in section.items():
        if isinstance(value, list):
            value = "[\n  " + ",\n  ".join(map(line, value)) + "\n ]"
        else:
            value = line(value)
        parts.append(f" {json.dumps(name)}: {value}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
