"""Makes the font files in native/fonts from what their projects publish (needs fonttools and brotli).

Usage: cut-fonts.py twemoji.woff2 DejaVuSans.ttf STORE OUTPUT_DIRECTORY

The first is twemoji-colr-font 15.0.3, the second dejavu-fonts-ttf 2.37.3, both of npm. STORE is the directory of the sealed fonts in the
cache: the other fonts of the set say what DejaVu must fill in.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otTables import Ligature


def join_without_selectors(font):
    """Chromium takes U+FE0F out of a sequence before the font sees it: every ligature is made of the others' glyphs alone too."""
    selector = font.getBestCmap()[0xFE0F]
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for ligatures in getattr(table, "ExtSubTable", table).ligatures.values():
                known = {tuple(one.Component) for one in ligatures}
                for one in list(ligatures):
                    rest = tuple(name for name in one.Component if name != selector)
                    if rest and rest not in known:
                        known.add(rest)
                        shorter = Ligature()
                        shorter.Component, shorter.LigGlyph = list(rest), one.LigGlyph
                        ligatures.append(shorter)
                # The first that fits is taken.
                ligatures.sort(key=lambda one: -len(one.Component))


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


twemoji, dejavu, store, output = sys.argv[1:]
emoji_font = TTFont(twemoji, recalcTimestamp=False)
join_without_selectors(emoji_font)
rest_font = TTFont(dejavu, recalcTimestamp=False)
rename(rest_font, "DejaVu Sans Rest")
kept = ["TwemojiMozilla.ttf", "DejaVuSans-Rest.ttf"]
taken = [cut(emoji_font, emoji_font.getBestCmap(), Path(output) / kept[0])]
taken += [path for path in Path(store, "files").iterdir() if path.name not in kept and "Bold" not in path.name]
cut(rest_font, missing_in(rest_font, taken), Path(output) / kept[1])
