# SPDX-License-Identifier: GPL-3.0-or-later
"""A checker for the part of JSON Schema that data/assessment.schema.json uses. A keyword it does not
know is an error, so that the schema cannot say more than is checked."""

ANNOTATIONS = {'$schema', '$id', '$comment', '$defs', 'title', 'description'}
TYPES = {
    'object': lambda v: isinstance(v, dict),
    'array': lambda v: isinstance(v, list),
    'string': lambda v: isinstance(v, str),
    'boolean': lambda v: isinstance(v, bool),
    'integer': lambda v: isinstance(v, int) and not isinstance(v, bool),
    'number': lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    'null': lambda v: v is None,
}


def resolve(root, reference):
    node = root
    for part in reference.removeprefix('#/').split('/'):
        node = node[part]
    return node


def errors(root, schema, value, where='$'):
    """What is wrong with value, as a list of sentences; empty when nothing is."""
    found = []
    for keyword, rule in schema.items():
        if keyword in ANNOTATIONS:
            pass
        elif keyword == '$ref':
            found += errors(root, resolve(root, rule), value, where)
        elif keyword == 'type':
            if not TYPES[rule](value):
                found.append(f'{where} is not of type {rule}')
        elif keyword == 'const':
            if value != rule:
                found.append(f'{where} is not {rule!r}')
        elif keyword == 'enum':
            if value not in rule:
                found.append(f'{where} is not one of {rule!r}')
        elif keyword in ('minimum', 'maximum'):
            if TYPES['number'](value) and (value < rule if keyword == 'minimum' else value > rule):
                found.append(f'{where} is beyond its {keyword} {rule}')
        elif keyword == 'anyOf':
            tries = [errors(root, one, value, where) for one in rule]
            if all(tries):
                found.append(f'{where} is none of: ' + '; or '.join(' and '.join(t) for t in tries))
        elif keyword == 'properties':
            for name, one in rule.items():
                if isinstance(value, dict) and name in value:
                    found += errors(root, one, value[name], f'{where}.{name}')
        elif keyword == 'required':
            found += [f'{where} lacks {name}' for name in rule if isinstance(value, dict) and name not in value]
        elif keyword == 'additionalProperties':
            if rule is not False:
                raise ValueError('additionalProperties other than false')
            if isinstance(value, dict):
                found += [f'{where} has a strange {name}' for name in value if name not in schema.get('properties', {})]
        elif keyword == 'items':
            if isinstance(value, list):
                for i, one in enumerate(value):
                    found += errors(root, rule, one, f'{where}[{i}]')
        else:
            raise ValueError(f'this checker does not know {keyword}')
    return found
