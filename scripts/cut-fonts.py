"""Makes the font files in native/fonts from what their projects publish (needs fonttools and brotli).

Usage: cut-fonts.py DroidSansFallback.ttf twemoji.woff2 DejaVuSans.ttf NODE_MODULES OUTPUT_DIRECTORY

The first is Debian's fonts-droid-fallback 1:6.0.1r16 (the file with Hangul), the second twemoji-colr-font 15.0.3 and the
third dejavu-fonts-ttf 2.37.3 of npm. NODE_MODULES holds the other fonts of the set, which say what DejaVu must fill in.
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


def mend_vertical_forms(font):
    """The substitutes for vertical text are one glyph too early in Debian's file: 「 became 》. There is none for 。."""
    full_stop = font.getBestCmap()[0x3002]
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            mapping = getattr(table, "ExtSubTable", table).mapping
            mapping.pop(full_stop, None)
            for source, target in mapping.items():
                number = font.getGlyphID(target)
                if number >= 49734:
                    mapping[source] = font.getGlyphName(number + 1)


def missing_in(font, others):
    """The characters of a font that none of the others has, without private ones."""
    known = {code for other in others for code in TTFont(other).getBestCmap()}
    return {code for code in font.getBestCmap() if code not in known and not 0xE000 <= code < 0xF900 and code < 0xF0000}


def rename(font, family):
    for number, name in {1: family, 4: family, 6: family.replace(" ", ""), 16: family}.items():
        for record in [record for record in font["name"].names if record.nameID == number]:
            record.string = name


def cut(font, characters, target):
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
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.save(target)
    return target


droid, twemoji, dejavu, modules, output = sys.argv[1:]
east_asian_font = TTFont(droid, recalcTimestamp=False)
mend_vertical_forms(east_asian_font)
emoji_font = TTFont(twemoji, recalcTimestamp=False)
rest_font = TTFont(dejavu, recalcTimestamp=False)
rename(rest_font, "DejaVu Sans Rest")
taken = [
    cut(east_asian_font, east_asian(), Path(output) / "DroidSansFallback-EastAsian.ttf"),
    cut(emoji_font, emoji_font.getBestCmap(), Path(output) / "TwemojiMozilla.ttf"),
]
packages = Path(modules, "@expo-google-fonts")
for name in ["arimo", "tinos", "cousine", "noto-sans-arabic", "noto-sans-math", "noto-sans-symbols-2"]:
    taken += (packages / name / "400Regular").glob("*.ttf")
cut(rest_font, missing_in(rest_font, taken), Path(output) / "DejaVuSans-Rest.ttf")
