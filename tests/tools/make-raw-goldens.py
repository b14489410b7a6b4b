#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the files of the photo suite that no camera wrote: raw files in the ways cameras build them, and
HEIC, AVIF and JPEG XL. Needs Pillow; for the last three, packages libheif-examples and libjxl-tools.

usage: make-raw-goldens.py [OUT]      (default: ../golden/raw beside this script)

All show base.png of make-photo-goldens.py, enlarged. The sensor behind the raw data sees linear sRGB through a
Bayer pattern, so that developing gives the picture back.

large-preview.dng   preview of 1536 x 1024 with a marker that the raw data lack: a white bar at the bottom
small-preview.dng   preview of 48 x 32, which is too small: raw data count
no-preview.dng      raw data alone, big endian
tiles.dng           the same in tiles, which LibRaw 0.20 does not open
turned-6.dng        raw data and a small preview lie on their side, tag Orientation says so
turned-6-large.dng  the same with the large preview
new-camera.dng      raw data coded in a way that no library knows (compression 65000), no preview
like.nef            little endian: thumbnail first, a reduced JPEG and the raw data as children, as Nikon does
like.cr2            preview first, thumbnail second, raw data last in the chain, as Canon does
like.rw2            numbers of Panasonic's own, its JPEG among them, the raw data at the end (only for hashes)
like.raf            a head of Fujifilm's, its JPEG, what says how the sensor is built, the raw data (only for hashes)
like.cr3            boxes: metadata, media data (nobody can open it; it has a hash)
base.heic, base.avif, base.jxl
turned-6.heic, turned-6.avif, turned-5.avif, turned-2.jxl, turned-6.jxl
                    the picture lies on its side or is mirrored, and the file says so in the way of its format
alpha.jxl           half transparent
"""
import io
import os
import struct
import subprocess
import sys
import tempfile

from PIL import Image

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, '..', 'golden')
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SRATIONAL = 1, 2, 3, 4, 5, 7, 10
FORMATS = {BYTE: 'B', SHORT: 'H', LONG: 'I', RATIONAL: 'I', SRATIONAL: 'i'}
WHITE = 16383


class Strips:
    """Image data: (tag of the offsets, tag of the sizes, list of bytes)."""

    def __init__(self, pieces, tiles=False):
        self.pieces = pieces
        self.tags = (0x144, 0x145) if tiles else (0x111, 0x117)


class Tiff:
    """A directory is {tag: (type, values)}; values may be directories (a list of them) or Strips (tag None)."""

    def __init__(self, order='<'):
        self.order = order
        self.data = bytearray((b'II' if order == '<' else b'MM') + struct.pack(order + 'HI', 42, 0))

    def pack(self, kind, values):
        if kind == ASCII:
            return values.encode() + b'\0'
        if kind == UNDEFINED:
            return values
        return struct.pack(f'{self.order}{len(values)}{FORMATS[kind]}', *values)

    def add(self, content):
        if len(self.data) % 2:
            self.data += b'\0'
        self.data += content
        return len(self.data) - len(content)

    def directory(self, entries, following=0):
        entries = dict(entries)
        strips = entries.pop(None, None)
        if strips is not None:
            entries[strips.tags[0]] = (LONG, [self.add(piece) for piece in strips.pieces])
            entries[strips.tags[1]] = (LONG, [len(piece) for piece in strips.pieces])
        table = b''
        for tag, (kind, values) in sorted(entries.items()):
            if values and isinstance(values[0], dict):
                values = [self.directory(child) for child in values]
            content = self.pack(kind, values)
            count = len(content) if kind in (ASCII, UNDEFINED) else len(values) // (2 if kind in (RATIONAL, SRATIONAL) else 1)
            if len(content) > 4:
                content = struct.pack(self.order + 'I', self.add(content))
            table += struct.pack(self.order + 'HHI', tag, kind, count) + content.ljust(4, b'\0')
        return self.add(struct.pack(self.order + 'H', len(entries)) + table + struct.pack(self.order + 'I', following))

    def finish(self, chain):
        following = 0
        for entries in reversed(chain):
            following = self.directory(entries, following)
        struct.pack_into(self.order + 'I', self.data, 4, following)
        return bytes(self.data)


def linear(byte):
    v = byte / 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def mosaic(image):
    """RGGB, a row a list of 14 bits."""
    levels = [round(linear(i) * WHITE) for i in range(256)]
    return [[levels[image.getpixel((x, y))[x % 2 + y % 2]] for x in range(image.width)] for y in range(image.height)]


def jpeg(image, quality=90):
    out = io.BytesIO()
    image.save(out, 'JPEG', quality=quality, subsampling=0)
    return out.getvalue()


def rational(*values):
    return [n for value in values for n in (round(value * 10000), 10000)]


def camera(orientation, model='Test Camera'):
    return {0x10f: (ASCII, 'Photo Critic'), 0x110: (ASCII, model), 0x112: (SHORT, [orientation]), 0x132: (ASCII, '2026:05:01 12:30:15')}


def exif():
    return {0x829a: (RATIONAL, [1, 1250]), 0x829d: (RATIONAL, [63, 10]), 0x8827: (SHORT, [800]), 0x9003: (ASCII, '2026:05:01 12:30:15'),
            0x9291: (ASCII, '25'), 0x920a: (RATIONAL, [600, 1]), 0xa434: (ASCII, 'Test Lens 600 mm')}


# XYZ to linear sRGB under D65: the "camera".
MATRIX = (3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570)


def dng_tags():
    return {0xc612: (BYTE, [1, 4, 0, 0]), 0xc613: (BYTE, [1, 1, 0, 0]), 0xc614: (ASCII, 'Photo Critic Test Camera'), 0xc621: (SRATIONAL, rational(*MATRIX)),
            0xc628: (RATIONAL, rational(1, 1, 1)), 0xc65a: (SHORT, [21])}


def raw_directory(image, order, compression=1, tile=None):
    rows = mosaic(image)
    entries = {0xfe: (LONG, [0]), 0x100: (LONG, [image.width]), 0x101: (LONG, [image.height]), 0x102: (SHORT, [16]), 0x103: (SHORT, [compression]),
               0x106: (SHORT, [32803]), 0x115: (SHORT, [1]), 0x11c: (SHORT, [1]), 0x828d: (SHORT, [2, 2]), 0x828e: (BYTE, [0, 1, 1, 2]),
               0xc617: (SHORT, [1]), 0xc61a: (SHORT, [0]), 0xc61d: (SHORT, [WHITE])}
    if tile:
        pieces = [b''.join(struct.pack(f'{order}{tile}H', *(rows[y][x] if y < image.height and x < image.width else 0 for x in range(left, left + tile)))
                           for y in range(top, top + tile)) for top in range(0, image.height, tile) for left in range(0, image.width, tile)]
        return {**entries, 0x142: (LONG, [tile]), 0x143: (LONG, [tile]), None: Strips(pieces, tiles=True)}
    half = image.height // 2
    strip = [b''.join(struct.pack(f'{order}{image.width}H', *row) for row in part) for part in (rows[:half], rows[half:])]
    return {**entries, 0x116: (LONG, [half]), None: Strips(strip)}


def jpeg_directory(image, reduced=1, quality=90):
    return {0xfe: (LONG, [reduced]), 0x100: (LONG, [image.width]), 0x101: (LONG, [image.height]), 0x102: (SHORT, [8, 8, 8]), 0x103: (SHORT, [7]),
            0x106: (SHORT, [6]), 0x115: (SHORT, [3]), 0x116: (LONG, [image.height]), None: Strips([jpeg(image, quality)])}


def rgb_directory(image, reduced=1):
    return {0xfe: (LONG, [reduced]), 0x100: (LONG, [image.width]), 0x101: (LONG, [image.height]), 0x102: (SHORT, [8, 8, 8]), 0x103: (SHORT, [1]),
            0x106: (SHORT, [2]), 0x115: (SHORT, [3]), 0x116: (LONG, [image.height]), None: Strips([image.tobytes()])}


def dng(image, preview=None, orientation=1, order='<', compression=1, tile=None, quality=90):
    children = [raw_directory(image, order, compression, tile)]
    if preview:
        children.append(jpeg_directory(preview, quality=quality))
    first = {**camera(orientation), **dng_tags(), 0x14a: (LONG, children), 0x8769: (LONG, [exif()])}
    if preview:
        first = {**rgb_directory(image.resize((24, 16))), **first}
    else:
        first[0xfe] = (LONG, [1])
    return Tiff(order).finish([first])


def box(name, content):
    return struct.pack('>I', len(content) + 8) + name + content


def scaled(image, width, height):
    return image.resize((width, height), Image.Resampling.NEAREST)


def marked(image, width, height):
    large = scaled(image, width, height)
    large.paste((255, 255, 255), (0, height * 7 // 8, width, height))
    return large


def raws(out, base):
    def write(name, content):
        with open(os.path.join(out, name), 'wb') as f:
            f.write(content)
    sensor = scaled(base, 96, 64)
    left = sensor.transpose(Image.Transpose.ROTATE_90)      # stored turned left: 6 turns it right again
    write('large-preview.dng', dng(sensor, marked(base, 1536, 1024), quality=60))
    write('small-preview.dng', dng(sensor, marked(base, 48, 32)))
    write('no-preview.dng', dng(sensor, order='>'))
    write('tiles.dng', dng(sensor, order='>', tile=32))
    write('turned-6.dng', dng(left, marked(base, 48, 32).transpose(Image.Transpose.ROTATE_90), orientation=6))
    write('turned-6-large.dng', dng(left, marked(base, 1536, 1024).transpose(Image.Transpose.ROTATE_90), orientation=6, quality=60))
    write('new-camera.dng', dng(sensor, compression=65000))

    nikon = {**rgb_directory(base.resize((24, 16))), **camera(1), 0x14a: (LONG, [jpeg_directory(base), raw_directory(sensor, '<')]), 0x8769: (LONG, [exif()])}
    write('like.nef', Tiff().finish([nikon]))
    small = jpeg(base.resize((24, 16)))
    canon = Tiff()
    thumbnail = {0x201: (LONG, [canon.add(small)]), 0x202: (LONG, [len(small)])}
    preview = {**jpeg_directory(base), **camera(1), 0x8769: (LONG, [exif()])}
    raw = raw_directory(sensor, '<')
    del preview[0xfe], raw[0xfe]
    write('like.cr2', canon.finish([preview, thumbnail, raw]))
    write('like.rw2', rw2(base, sensor))
    write('like.raf', raf(base, sensor))
    write('like.cr3', box(b'ftyp', b'crx \0\0\0\1crx isom') + box(b'moov', box(b'free', b'tags')) + box(b'mdat', jpeg(base) + mosaic_bytes(sensor)))


def tagged_jpeg(image):
    """As cameras put it into their raw files: with the notes."""
    notes = Tiff().finish([{**camera(1), 0x8769: (LONG, [exif()])}])
    out = io.BytesIO()
    image.save(out, 'JPEG', quality=80, exif=b'Exif\0\0' + notes)
    return out.getvalue()


def rw2(picture, sensor):
    """The raw data lie behind everything else; where, is known when that is built."""
    def head(raw_at):
        tiff = Tiff()
        tiff.data[2:4] = struct.pack('<H', 0x55)
        return tiff.finish([{**camera(1), 0x1: (UNDEFINED, b'0300'), 0x2: (SHORT, [sensor.width]), 0x3: (SHORT, [sensor.height]), 0x4: (SHORT, [0]),
                             0x5: (SHORT, [0]), 0x6: (SHORT, [sensor.height]), 0x7: (SHORT, [sensor.width]), 0x8: (SHORT, [1]), 0x9: (SHORT, [1]),
                             0xa: (SHORT, [14]), 0xb: (SHORT, [34316]), 0x2e: (UNDEFINED, tagged_jpeg(picture)), 0x111: (LONG, [0xffffffff]),
                             0x117: (LONG, [0]), 0x118: (LONG, [raw_at])}])
    raw_at = len(head(0)) + 15 & ~15
    return head(raw_at).ljust(raw_at, b'\0') + mosaic_bytes(sensor)


def raf(picture, sensor):
    """Everything big endian; the raw data in TIFF."""
    notes = tagged_jpeg(picture)
    built = struct.pack('>I', 1) + struct.pack('>HHHH', 0x100, 4, sensor.height, sensor.width)
    data = Tiff().finish([{0xf000: (LONG, [{0xf001: (LONG, [sensor.width]), 0xf002: (LONG, [sensor.height]), 0xf003: (LONG, [14])}])}])
    jpeg_at = 0x94
    built_at = jpeg_at + len(notes) + 15 & ~15
    data_at = built_at + len(built) + 15 & ~15
    data = data.ljust(len(data) + 15 & ~15, b'\0') + mosaic_bytes(sensor)
    head = b'FUJIFILMCCD-RAW 0201FF000001' + b'Test Camera'.ljust(32, b'\0') + b'0100' + bytes(20)
    head += struct.pack('>6I', jpeg_at, len(notes), built_at, len(built), data_at, len(data))
    content = head.ljust(jpeg_at, b'\0') + notes
    return (content.ljust(built_at, b'\0') + built).ljust(data_at, b'\0') + data


def mosaic_bytes(image):
    return b''.join(struct.pack(f'<{image.width}H', *row) for row in mosaic(image))


def others(out, base):
    """64 pixels and more: encoders pad what is smaller."""
    picture = scaled(base, 96, 64)
    with tempfile.TemporaryDirectory() as folder:
        png = os.path.join(folder, 'base.png')
        picture.save(png)
        subprocess.run(['heif-enc', '-q', '90', png, '-o', os.path.join(out, 'base.heic')], check=True)
        subprocess.run(['cjxl', '-q', '90', png, os.path.join(out, 'base.jxl')], check=True)
        for orientation in (2, 6):
            turned = os.path.join(folder, 'turned.jpg')
            save_turned(picture, turned, orientation)
            subprocess.run(['cjxl', turned, os.path.join(out, f'turned-{orientation}.jxl')], check=True)
        save_turned(picture, os.path.join(folder, 'turned.png'), 6)
        subprocess.run(['heif-enc', '-q', '90', os.path.join(folder, 'turned.png'), '-o', os.path.join(folder, 'turned.heic')], check=True)
        with open(os.path.join(folder, 'turned.heic'), 'rb') as lying, open(os.path.join(out, 'turned-6.heic'), 'wb') as file:
            file.write(turn_heic(lying.read(), 3))
        half = picture.copy()
        half.putalpha(128)
        half.save(png)
        subprocess.run(['cjxl', '-d', '0', png, os.path.join(out, 'alpha.jxl')], check=True)
    picture.save(os.path.join(out, 'base.avif'), quality=90)
    for orientation in (5, 6):
        save_turned(picture, os.path.join(out, f'turned-{orientation}.avif'), orientation)


def save_turned(picture, path, orientation):
    """Lying so that EXIF's orientation puts it upright. Pillow writes AVIF's own way of saying it beside the tag."""
    ways = {2: Image.Transpose.FLIP_LEFT_RIGHT, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90}
    tags = Image.Exif()
    tags[0x112] = orientation
    how = {} if path.endswith('.png') else {'exif': tags, 'quality': 90}
    picture.transpose(ways[orientation]).save(path, **how)


def turn_heic(data, quarters):
    """A file of heif-enc with the property "irot", so many quarters counter-clockwise, which it does not write. The
    properties grow, and what lies behind them moves."""
    data = bytearray(data)
    irot = box(b'irot', bytes([quarters]))

    def grow(name, n):
        at = data.index(name) - 4
        data[at:at + 4] = struct.pack('>I', struct.unpack('>I', data[at:at + 4])[0] + n)

    at = data.index(b'ipco') - 4
    end = at + struct.unpack('>I', data[at:at + 4])[0]
    n_properties = 0
    place = at + 8
    while place < end:
        place += struct.unpack('>I', data[place:place + 4])[0]
        n_properties += 1
    ipma = data.index(b'ipma')
    entries = ipma + 4 + 4 + 4 + 2      # version and flags, one item, its id
    count = data[entries]
    data[entries] = count + 1
    data.insert(entries + 1 + count, 0x80 | (n_properties + 1))
    data[end:end] = irot
    for name, n in ((b'ipma', 1), (b'ipco', len(irot)), (b'iprp', 1 + len(irot)), (b'meta', 1 + len(irot))):
        grow(name, n)
    base = data.index(b'iloc') + 4 + 4 + 2 + 2 + 2 + 2      # sizes, one item, its id, where
    data[base:base + 4] = struct.pack('>I', struct.unpack('>I', data[base:base + 4])[0] + 1 + len(irot))
    return bytes(data)


if __name__ == '__main__':
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(GOLDEN, 'raw')
    os.makedirs(target, exist_ok=True)
    picture = Image.open(os.path.join(GOLDEN, 'photo', 'base.png')).convert('RGB')
    raws(target, picture)
    others(target, picture)
