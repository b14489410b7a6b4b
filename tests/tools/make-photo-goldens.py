#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the test pictures and goldens of the photo suite. Needs Pillow.

usage: make-photo-goldens.py [OUT]      (default: ../golden/photo beside this script)

Test pictures hold one small asymmetric picture, base.png, in the ways a file
can hold it; NAME.expected.png is what the loader must make of NAME where that
is not base.png. resize-*.png are Pillow's own BICUBIC.
"""
import io
import os
import struct
import sys
import zlib

from PIL import Image, ImageCms

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, '..', '..', 'data', 'samples')
WIDTH, HEIGHT = 48, 32
MID_GREY = 128


def base_pixel(x, y):
    """A smooth gradient with a red corner at the top left and a green bar at the right."""
    if x < 12 and y < 8:
        return (200, 30, 40)
    if x >= 40:
        return (30, 160, 60)
    return (40 + 4 * x, 60 + 3 * y, 200 - 2 * x - 2 * y)


def picture(width, height, pixel):
    image = Image.new('RGB', (width, height))
    image.putdata([pixel(x, y) for y in range(height) for x in range(width)])
    return image


def chunk(name, content):
    return struct.pack('>I', len(content)) + name + content + struct.pack('>I', zlib.crc32(name + content))


def png(width, height, depth, colour, rows, interlace=0, extra=b''):
    """A PNG by hand, for what Pillow does not write."""
    raw = b''.join(b'\0' + row for row in rows)
    return (b'\x89PNG\r\n\x1a\n'
            + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, interlace))
            + extra + chunk(b'IDAT', zlib.compress(raw, 9)) + chunk(b'IEND', b''))


def exif_tiff(orientation):
    """A TIFF structure whose only tag is the orientation."""
    return struct.pack('<2sHIHHHIHHI', b'II', 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def icc(space, gamma, columns=()):
    """The least that is a profile: ICC version 2, a gamma as u8Fixed8, and for RGB the primaries in XYZ under D50."""
    white = b'XYZ \0\0\0\0' + struct.pack('>3i', 63190, 65536, 54061)
    curve = b'curv\0\0\0\0' + struct.pack('>IH', 1, round(gamma * 256))
    tags = [(b'desc', b'desc\0\0\0\0' + struct.pack('>I', 5) + b'test\0' + bytes(78)),
            (b'cprt', b'text\0\0\0\0CC0\0'), (b'wtpt', white)]
    if columns:
        tags += [(name + b'XYZ', b'XYZ \0\0\0\0' + struct.pack('>3i', *(round(65536 * v) for v in column)))
                 for name, column in zip((b'r', b'g', b'b'), columns)]
        tags += [(name + b'TRC', curve) for name in (b'r', b'g', b'b')]
    else:
        tags.append((b'kTRC', curve))
    table, data, at = b'', b'', 128 + 4 + 12 * len(tags)
    for name, content in tags:
        table += name + struct.pack('>II', at + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = (struct.pack('>I', at + len(data)) + bytes(4) + b'\2\x40\0\0' + b'mntr' + space + b'XYZ '
              + struct.pack('>6H', 2026, 1, 1, 0, 0, 0) + b'acsp' + bytes(28)
              + struct.pack('>3i', 63190, 65536, 54061) + bytes(48))
    return header + struct.pack('>I', len(tags)) + table + data


# Adobe RGB (1998) and the inverse of sRGB, both adapted to D50.
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
TO_SRGB = ((3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.0334540), (0.0719453, -0.2289914, 1.4052427))


def adobe_to_srgb(pixel):
    linear = [(v / 255) ** (563 / 256) for v in pixel]
    xyz = [sum(ADOBE[c][i] * linear[c] for c in range(3)) for i in range(3)]
    return tuple(srgb_byte(min(1, max(0, sum(row[i] * xyz[i] for i in range(3))))) for row in TO_SRGB)


def srgb_byte(linear):
    v = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return int(255 * v + 0.5)


def adam7(image):
    """The rows of the seven passes."""
    rows = []
    for left, top, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for y in range(top, image.height, dy):
            row = b''.join(bytes(image.getpixel((x, y))) for x in range(left, image.width, dx))
            if row:
                rows.append(row)
    return rows


def alpha(x, y):
    return min(255, 8 * y)


def flattened(image):
    """On mid grey, rounded to the nearest, halves up."""
    def mix(p):
        return tuple((p[c] * p[3] + MID_GREY * (255 - p[3]) + 127) // 255 for c in range(3))
    out = Image.new('RGB', image.size)
    out.putdata([mix(p) for p in image.getdata()])
    return out


def write(out, name, content):
    with open(os.path.join(out, name), 'wb') as f:
        f.write(content)


def formats(out):
    def path(name):
        return os.path.join(out, name)
    base = picture(WIDTH, HEIGHT, base_pixel)
    base.save(path('base.png'))
    pixels = [[base.getpixel((x, y)) for x in range(WIDTH)] for y in range(HEIGHT)]

    # 16 bits: the low byte is not the high one, so that a swap shows.
    write(out, '16-bit.png', png(WIDTH, HEIGHT, 16, 2, [b''.join(struct.pack('>BB', v, (v + x) % 256) for x, p in enumerate(row) for v in p) for row in pixels]))
    # The same grey in PNG and TIFF.
    write(out, '16-bit-grey.png', png(WIDTH, HEIGHT, 16, 0, [b''.join(struct.pack('>BB', p[0], 77) for p in row) for row in pixels]))
    base.getchannel(0).convert('RGB').save(path('16-bit-grey.expected.png'))
    write(out, 'interlaced.png', png(WIDTH, HEIGHT, 8, 2, adam7(base), interlace=1))
    turned = base.transpose(Image.Transpose.ROTATE_90)      # stored turned left: 6 turns it right again
    write(out, 'exif-6.png', png(HEIGHT, WIDTH, 8, 2, [b''.join(bytes(turned.getpixel((x, y))) for x in range(HEIGHT)) for y in range(WIDTH)], extra=chunk(b'eXIf', exif_tiff(6))))
    ramp = bytes(range(0, 256, 2))
    iccp = chunk(b'iCCP', b'grey\0\0' + zlib.compress(icc(b'GRAY', 1.5)))
    write(out, 'grey-profile.png', png(len(ramp), 1, 8, 0, [ramp], extra=iccp))
    expected = picture(len(ramp), 1, lambda x, y: (srgb_byte((ramp[x] / 255) ** 1.5),) * 3)
    expected.save(path('grey-profile.expected.png'))
    iccp = chunk(b'iCCP', b'rgb\0\0' + zlib.compress(icc(b'RGB ', 563 / 256, ADOBE)))
    write(out, 'rgb-profile.png', png(WIDTH, HEIGHT, 8, 2, [b''.join(map(bytes, row)) for row in pixels], extra=iccp))
    picture(WIDTH, HEIGHT, lambda x, y: adobe_to_srgb(pixels[y][x])).save(path('rgb-profile.expected.png'))
    write(out, 'header-65535.png', b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 65535, 65535, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'')) + chunk(b'IEND', b''))

    rgba = base.convert('RGBA')
    rgba.putalpha(picture(WIDTH, HEIGHT, lambda x, y: (alpha(x, y),) * 3).getchannel(0))
    rgba.save(path('alpha.png'))
    flattened(rgba).save(path('alpha.expected.png'))
    grey_alpha = rgba.convert('LA')
    grey_alpha.save(path('grey-alpha.png'))
    flattened(grey_alpha.convert('RGBA')).save(path('grey-alpha.expected.png'))
    palette = base.quantize(32)
    palette.info.pop('transparency', None)
    palette.save(path('palette.png'), transparency=0)
    flattened(Image.open(path('palette.png')).convert('RGBA')).save(path('palette.expected.png'))
    bits = base.convert('1')
    bits.save(path('one-bit.png'))
    bits.convert('RGB').save(path('one-bit.expected.png'))

    frames = [base.quantize(64), picture(WIDTH, HEIGHT, lambda x, y: (255, 255, 0)).quantize(2)]
    frames[0].save(path('animated.gif'), save_all=True, append_images=frames[1:], duration=100)
    frames[0].convert('RGB').save(path('animated.expected.png'))

    base.save(path('deflate.tif'), compression='tiff_adobe_deflate', save_all=True, append_images=[frames[1].convert('RGB')])
    turned.save(path('orientation-6.tif'), compression='tiff_adobe_deflate', tiffinfo={0x0112: 6})
    grey16 = Image.new('I;16', (WIDTH, HEIGHT))
    grey16.putdata([p[0] * 257 for row in pixels for p in row])
    grey16.save(path('16-bit-grey.tif'), compression='tiff_adobe_deflate')
    base.save(path('plain.bmp'))
    base.save(path('plain.ppm'))
    turned.save(path('exif-6.webp'), lossless=True, exact=True, exif=exif_tiff(6))

    # EXIF in JPEG: all eight ways; 4:4:4 and a high quality, so that base.png is near.
    t = Image.Transpose
    stored = {1: None, 2: t.FLIP_LEFT_RIGHT, 3: t.ROTATE_180, 4: t.FLIP_TOP_BOTTOM, 5: t.TRANSPOSE, 6: t.ROTATE_90, 7: t.TRANSVERSE, 8: t.ROTATE_270}
    for orientation, way in stored.items():
        image = base if way is None else base.transpose(way)
        image.save(path(f'orientation-{orientation}.jpg'), quality=95, subsampling=0, exif=b'Exif\0\0' + exif_tiff(orientation))
    base.save(path('progressive.jpg'), quality=95, subsampling=0, progressive=True)
    base.convert('L').save(path('grey.jpg'), quality=95)
    Image.open(path('grey.jpg')).convert('RGB').save(path('grey.expected.png'))
    base.convert('CMYK').save(path('cmyk.jpg'), quality=95)         # Adobe: inverted
    Image.open(path('cmyk.jpg')).convert('RGB').save(path('cmyk.expected.png'))
    write(out, 'header-65535.jpg', bytes.fromhex('ffd8ffc0001108ffffffff03012200021101031101ffda000c03010002110311003f00ffd9'))
    write(out, 'header-60000.jpg', bytes.fromhex('ffd8ffc0001108ea60ea6003012200021101031101ffda000c03010002110311003f00ffd9'))


def hashed(x, y, c):
    n = (x * 73856093 ^ y * 19349663 ^ c * 83492791) & 0xffffffff
    n = ((n ^ n >> 13) * 1274126177) & 0xffffffff
    return n >> 24


def resizes(out):
    """Noise, edges and a ramp: overshoot clips at both ends."""
    def pixel(x, y):
        if y < 20:
            return tuple(hashed(x, y, c) for c in range(3))
        if y < 40:
            return (255, 255, 255) if (x // 5 + y // 5) % 2 else (0, 0, 0)
        return (x * 255 // 96, y * 4 % 256, (x * y) % 256)
    source = picture(97, 61, pixel)
    source.save(os.path.join(out, 'resize.png'))
    for width, height in ((64, 64), (10, 61), (97, 20), (31, 7), (130, 83), (1, 1)):
        source.resize((width, height), Image.Resampling.BICUBIC).save(os.path.join(out, f'resize-{width}x{height}.png'))
    for name in ('coffee', 'rocket'):
        image = Image.open(os.path.join(SAMPLES, name + '.jpg'))
        profile = image.info.get('icc_profile')
        if profile:
            image = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile('sRGB'))
        image.info.clear()              # no profile, whose date would change the file
        image.resize((160, 96), Image.Resampling.BICUBIC).save(os.path.join(out, f'sample-{name}.png'), optimize=True)


if __name__ == '__main__':
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..', 'golden', 'photo')
    os.makedirs(target, exist_ok=True)
    formats(target)
    resizes(target)
