"""Dialogs: each is opened without waiting for it, and answers through ``accepted`` and ``result_value()``."""

from annotator.gui.dialogs.annotator_name import AnnotatorDialog
from annotator.gui.dialogs.exporting import ExportDialog, ExportRequest
from annotator.gui.dialogs.importing import ImportDialog, ImportRequest
from annotator.gui.dialogs.metadata import MetadataDialog
from annotator.gui.dialogs.new_project import NewProject, NewProjectDialog
from annotator.gui.dialogs.places import choose_files, choose_folder, choose_new_file
from annotator.gui.dialogs.report import Findings, ReportDialog, found_by_export, found_by_import, found_by_verify

__all__ = [
    "AnnotatorDialog",
    "ExportDialog",
    "ExportRequest",
    "Findings",
    "ImportDialog",
    "ImportRequest",
    "MetadataDialog",
    "NewProject",
    "NewProjectDialog",
    "ReportDialog",
    "choose_files",
    "choose_folder",
    "choose_new_file",
    "found_by_export",
    "found_by_import",
    "found_by_verify",
]
