"""Languages as files name them, as the two letters of ISO 639-1."""

import regex

_CODE = regex.compile(r"([a-z]{2,3})(?:[-_].*)?", regex.IGNORECASE)
_NAMES = {
    "english": "en", "arabic": "ar", "french": "fr", "german": "de", "spanish": "es", "italian": "it",
    "portuguese": "pt",
    "dutch": "nl", "russian": "ru", "turkish": "tr", "persian": "fa", "farsi": "fa", "kurdish": "ku", "hebrew": "he",
    "ukrainian": "uk", "polish": "pl", "chinese": "zh", "japanese": "ja", "korean": "ko", "hindi": "hi", "urdu": "ur",
    "pashto": "ps", "greek": "el", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "czech": "cs",
    "hungarian": "hu", "romanian": "ro", "bulgarian": "bg", "serbian": "sr", "croatian": "hr", "indonesian": "id",
    "malay": "ms", "swahili": "sw", "somali": "so", "amharic": "am", "hausa": "ha", "burmese": "my", "thai": "th",
    "vietnamese": "vi", "deutsch": "de", "français": "fr", "español": "es", "العربية": "ar",
}  # fmt: skip
_THREE = {
    "eng": "en", "ara": "ar", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "rus": "ru", "tur": "tr", "fas": "fa", "per": "fa", "heb": "he", "ukr": "uk", "zho": "zh",
    "chi": "zh", "jpn": "ja",
}  # fmt: skip


def language_code(said: str) -> str:
    """Return the code of a language that a file gives by its code (``en-GB``) or by its name; empty if unknown."""
    text = said.strip()
    named = next((part for part in regex.split(r"[;,\s]+", text.lower()) if part in _NAMES), None)
    if named is not None:
        return _NAMES[named]
    code = _CODE.fullmatch(text)
    if code is None:
        return ""
    letters = code[1].lower()
    return letters if len(letters) == 2 else _THREE.get(letters, letters)
