"""Articles and demonstratives: words ahead of a name that hardly anybody means as part of it.

One list for everything that asks: what kind of edge two spans differ by, which edges a policy may settle, and which
marks of the same words differ by habit only. The languages are those that wire reports are written in, or quote.
"""

from annotator.model.tables import listed

ARTICLES = {
    "en": listed("the a an"),
    "fr": listed("le la les l un une des du"),
    "es": listed("el la los las lo un una unos unas"),
    "de": listed("der die das den dem des ein eine einen einem einer eines"),
    "it": listed("il lo la l i gli le un uno una"),
    "pt": listed("o a os as um uma"),
    "ar": listed("ال"),
}
"""By language, folded; those that lose a vowel (l’armée) without their apostrophe."""

_DEMONSTRATIVES = {
    "en": listed("this that these those"),
    "fr": listed("ce cet cette ces"),
    "es": listed("este esta estos estas ese esa esos esas aquel aquella aquellos aquellas"),
    "ar": listed("هذا هذه هؤلاء ذلك تلك أولئك"),
}

DETERMINERS = {language: known | _DEMONSTRATIVES.get(language, frozenset()) for language, known in ARTICLES.items()}
"""Articles and demonstratives, likewise."""
ANY_ARTICLE = frozenset[str]().union(*ARTICLES.values())
"""The articles of all of these languages, because a wire quotes names of all of them."""
