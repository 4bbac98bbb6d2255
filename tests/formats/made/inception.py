"""Exports of INCEpTION as small as they can be: a project, with the work of each person in a zip of its own."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>{}</types></typeSystemDescription>"""


def zip_of(files: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


def type_system(types: Mapping[str, Mapping[str, str]], parents: Mapping[str, str] | None = None) -> bytes:
    """Return the declaration of types by their names, each with what its features hold."""
    return TYPES.format(
        "".join(
            f"<typeDescription><name>{name}</name>"
            f"<supertypeName>{(parents or {}).get(name, 'uima.tcas.Annotation')}</supertypeName><features>"
            + "".join(
                f"<featureDescription><name>{feature}</name><rangeTypeName>{range_}</rangeTypeName></featureDescription>"
                for feature, range_ in features.items()
            )
            + "</features></typeDescription>"
            for name, features in types.items()
        )
    ).encode()


def xmi(text: str, more: str, sofa: int = 1) -> bytes:
    """Return a CAS with ``more`` in it: elements of the layers ``custom``, ``webanno`` and ``ner``."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmi:version="2.0" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore" '
        'xmlns:webanno="http:///webanno/custom.ecore" '
        'xmlns:type="http:///de/tudarmstadt/ukp/clarin/webanno/api/type.ecore" '
        'xmlns:type3="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" '
        'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
        'xmlns:coref="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore" '
        'xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore">'
        f'<cas:NULL xmi:id="0"/>{more}<cas:Sofa xmi:id="{sofa}" sofaNum="1" sofaID="_InitialView" mimeType="text" '
        f'sofaString="{text}"/><cas:View sofa="{sofa}" members=""/></xmi:XMI>'
    ).encode()


def work(text: str, more: str, name: str = "work") -> bytes:
    """Return one person's work on one document, as INCEpTION packs it."""
    return zip_of({f"{name}.xmi": xmi(text, more), "TypeSystem.xml": type_system({})})


def described(documents: Mapping[str, str], states: Mapping[tuple[str, str], str], **more: Any) -> bytes:
    """Return what a project says about itself.

    Args:
        documents: their names, and how far each has come.
        states: how far each person has come with each document.
        more: other keys.
    """
    users = sorted({user for _, user in states})
    return json.dumps(
        {
            "name": "Border",
            "source_documents": [
                {"name": name, "format": "text", "state": state, "timestamp": None} for name, state in documents.items()
            ],
            "annotation_documents": [
                {"name": name, "user": user, "state": state, "annotatorComment": None}
                for (name, user), state in states.items()
            ],
            "project_permissions": [{"level": "USER", "user": user} for user in users],
        }
        | more
    ).encode()
