"""Makes the two font files in native/fonts from what their projects publish (needs fonttools and brotli).

Usage: cut-fonts.py DroidSansFallback.ttf twemoji.woff2 OUTPUT_DIRECTORY

The first is Debian's fonts-droid-fallback 1:6.0.1r16 (the file with Hangul), the second twemoji-colr-font 15.0.3 of npm.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont


def double_bytes(codec):
    """Every character that a two-byte national standard encodes."""
    found = set()
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            try:
                text = bytes([first, second]).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(ord(text))
    return found


def east_asian():
    """GB 2312, JIS X 0208, KS X 1001 and the first level of Big5; other scripts have fonts of their own in the set."""
    common_big5 = {
        ord(text)
        for first in range(0xA1, 0xC7)
        for second in range(0x40, 0xFF)
        if len(text := bytes([first, second]).decode("big5", "ignore")) == 1
    }
    wanted = double_bytes("gb2312") | double_bytes("euc_jp") | double_bytes("euc_kr") | common_big5
    wanted |= {*range(0x1100, 0x1200), *range(0x2E80, 0x3400), *range(0xFE30, 0xFE50), *range(0xFF00, 0xFFF0)}
    return {code for code in wanted if code >= 0x1100 and not 0x2000 <= code < 0x2E80}


def cut(source, characters, target):
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.drop_tables += ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters or font.getBestCmap())
    subsetter.subset(font)
    font.save(target)


droid, twemoji, output = sys.argv[1:]
cut(droid, east_asian(), Path(output) / "DroidSansFallback-EastAsian.ttf")
cut(twemoji, None, Path(output) / "TwemojiMozilla.ttf")
