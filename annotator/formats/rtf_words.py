"""The control words of RTF that make a difference to what is read."""

PASSED = frozenset({
    "colortbl", "stylesheet", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "fldinst", "objdata", "nonshppict", "sp", "sn", "sv", "themedata", "colorschememapping", "datastore",
    "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "bkmkstart", "bkmkend",
    "filetbl", "revtbl", "pgptbl", "mmathPr", "wgrffmtfilter", "atnid", "atnauthor", "atntime", "atndate", "atnref",
    "atnparent", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "tc", "xe", "rxe", "txe",
    "template", "passwordhash", "userprops", "docvar", "factoidname",
})  # fmt: skip
"""Destinations whose content is not shown, or not here."""
KNOWN = frozenset({"shpinst", "shptxt", "footnote", "annotation", "shppict"})
"""Destinations that may be marked as ones to be passed over by who does not know them."""
SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f", "zwbo": "\u200b",
}  # fmt: skip
"""Words that stand for a character."""
SINGLE = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011"}
"""Signs that stand for a character."""
CHARSETS = {
    2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
"""Alphabets of fonts, other than the one that the file is in as a whole."""
INFO = {"title": "title", "author": "byline", "creatim": "created"}
"""Groups of what a file says of itself, and the fields of an article they are."""
LAYOUT = frozenset({
    "par", "sect", "page", "column", "trowd", "intbl", "cell", "nestcell", "row", "footnote", "shptxt", "annotation",
})  # fmt: skip
"""What makes no difference in a group that is passed over."""
DATE_PARTS = ("yr", "mo", "dy")
"""What dates are made of."""
