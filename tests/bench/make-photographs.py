#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes JPEGs as cameras write them out of the sample photographs: 24 megapixels, grain until each weighs
6 to 10 MB, EXIF with a thumbnail, and a colour profile. Needs Pillow and NumPy.

usage: make-photographs.py FOLDER [N]     N = 500"""
import glob
import io
import os
import struct
import sys

import numpy
from PIL import Image, ImageCms

SIZE = (6000, 4000)
LEAST, MOST = 6_000_000, 10_000_000
SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data', 'samples', '*.jpg')
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()


def thumbnail(image):
    small = image.copy()
    small.thumbnail((160, 120))
    out = io.BytesIO()
    small.save(out, 'JPEG', quality=75)
    return out.getvalue()


def directory(at, entries, follows=False):
    """A TIFF directory at offset at, with its longer values behind it; entries: tag, kind, count, bytes.
    With follows, the next directory is right behind."""
    values_at = at + 2 + 12 * len(entries) + 4
    body, values = struct.pack('<H', len(entries)), b''
    for tag, kind, count, data in entries:
        if len(data) > 4:
            field = struct.pack('<I', values_at + len(values))
            values += data + b'\0' * (len(data) % 2)
        else:
            field = data.ljust(4, b'\0')
        body += struct.pack('<HHI', tag, kind, count) + field
    return body + struct.pack('<I', values_at + len(values) if follows else 0) + values


def exif(number, thumb):
    """The camera's notes, with a thumbnail."""
    def text(tag, value):
        data = value.encode() + b'\0'
        return tag, 2, len(data), data

    def main(inner_at):
        return directory(8, [text(0x010f, 'Photo Critic'), text(0x0110, 'Bench'), (0x0112, 3, 1, struct.pack('<H', 1)),
                             (0x8769, 4, 1, struct.pack('<I', inner_at))], follows=True)

    first_size = len(main(0))
    second_at = 8 + first_size
    second_size = len(directory(0, [(0x0103, 3, 1, b''), (0x0201, 4, 1, b''), (0x0202, 4, 1, b'')]))
    inner_at = second_at + second_size
    inner = directory(inner_at, [(0x829a, 5, 1, struct.pack('<II', 1, 250)), (0x829d, 5, 1, struct.pack('<II', 8, 1)),
                                 (0x8827, 3, 1, struct.pack('<H', 400)),
                                 text(0x9003, f'2026:05:{number // 1440 % 28 + 1:02} {number // 60 % 24:02}:{number % 60:02}:00')])
    second = directory(second_at, [(0x0103, 3, 1, struct.pack('<H', 6)), (0x0201, 4, 1, struct.pack('<I', inner_at + len(inner))),
                                   (0x0202, 4, 1, struct.pack('<I', len(thumb)))])
    return b'Exif\0\0II*\0' + struct.pack('<I', 8) + main(inner_at) + second + inner + thumb


def photograph(path, sample, number, sigmas):
    """sigmas: sample -> the grain that made the last photograph of it heavy enough, where the search begins."""
    rng = numpy.random.default_rng(number)
    image = Image.open(sample).convert('RGB')
    left, top = rng.uniform(0, 0.1, 2)
    width, height = image.size
    image = image.crop((int(left * width), int(top * height), int((left + 0.9) * width), int((top + 0.9) * height)))
    notes = exif(number, thumbnail(image))
    pixels = numpy.asarray(image.resize(SIZE, Image.Resampling.BICUBIC), dtype=numpy.int16)
    tile = rng.normal(0, 1, (SIZE[1] // 4, SIZE[0] // 4, 3)).astype(numpy.float32)
    grain = numpy.tile(tile, (4, 4, 1))
    sigma, low, high = sigmas.get(sample, 8.0), 0.0, 64.0
    while True:
        noisy = numpy.clip(pixels + (grain * sigma).astype(numpy.int16), 0, 255).astype(numpy.uint8)
        out = io.BytesIO()
        Image.fromarray(noisy).save(out, 'JPEG', quality=88, subsampling=2, exif=notes, icc_profile=PROFILE)
        size = len(out.getvalue())
        if LEAST <= size <= MOST:
            break
        low, high = (sigma, high) if size < LEAST else (low, sigma)
        sigma = (low + high) / 2
    sigmas[sample] = sigma
    with open(path, 'wb') as file:
        file.write(out.getvalue())


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    n = int(sys.argv[2]) if len(sys.argv) == 3 else 500
    os.makedirs(sys.argv[1], exist_ok=True)
    samples = sorted(glob.glob(SAMPLES))
    sigmas = {}
    for number in range(n):
        path = os.path.join(sys.argv[1], f'{number:04}.jpg')
        if not os.path.exists(path):
            photograph(path, samples[number % len(samples)], number, sigmas)


if __name__ == '__main__':
    main()
