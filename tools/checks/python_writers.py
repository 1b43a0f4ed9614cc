"""Reads a safetensors file and writes it again with another program's writer: python_writers.py WRITER IN OUT.

Without arguments: one line for each writer that can run here.
"""

import importlib.util
import json
import struct
import sys


def read_metadata(path):
    with open(path, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        return json.loads(file.read(length))['__metadata__']


def numpy(source, target):
    """The format's reference library: sorts by type and name, pads the header to 8 bytes."""
    from safetensors.numpy import load_file, save_file

    save_file(load_file(source), target, read_metadata(source))


def numpy_bare(source, target):
    """The same values by a few lines of our own, as scripts do it: reversed, spread out, not padded, metadata last."""
    from safetensors.numpy import load_file

    header, offset, blocks = {}, 0, []
    for name, values in sorted(load_file(source).items(), reverse=True):
        blocks.append(values.tobytes())
        header[name] = {'dtype': 'F32', 'shape': values.shape, 'data_offsets': [offset, offset + len(blocks[-1])]}
        offset += len(blocks[-1])
    header['__metadata__'] = read_metadata(source)
    text = json.dumps(header, indent=1).encode()
    with open(target, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + b''.join(blocks))


WRITERS = {'numpy': numpy, 'numpy_bare': numpy_bare}


def main():
    if len(sys.argv) == 1:
        if importlib.util.find_spec('safetensors') and importlib.util.find_spec('numpy'):
            print('\n'.join(WRITERS))
        return
    name, source, target = sys.argv[1:]
    WRITERS[name](source, target)


main()
