"""Actions of the menu Project: what is done to whole projects."""

from annotator.gui.specs.spec import ActionSpec, Menu, When

PROJECT_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "project.new", "&New project…", "new_project", ("Ctrl+N",), Menu.PROJECT,
        help="Make an empty project file and open it.",
    ),
    ActionSpec(
        "project.open", "&Open project…", "open_project", ("Ctrl+O",), Menu.PROJECT,
        help="Open a project file.",
    ),
    ActionSpec(
        "project.sample", "Open the &sample project", "open_sample", (), Menu.PROJECT,
        help="Make a project of invented wire articles, to try everything on.",
    ),
    ActionSpec(
        "project.import", "&Import…", "import_files", ("Ctrl+I",), Menu.PROJECT, When.WRITABLE, begins_group=True,
        help="Bring in texts, web pages, JSONL, folders and zips of them; you see first what would happen.",
    ),
    ActionSpec(
        "project.export", "&Export…", "export_project", ("Ctrl+E",), Menu.PROJECT, When.PROJECT,
        help="Write articles and spans to a file for other programs.",
    ),
    ActionSpec(
        "project.training", "Export &for training…", "export_training", ("Ctrl+Shift+E",), Menu.PROJECT, When.PROJECT,
        help="Write what models learn from: splits that no copy of a report crosses, and a card that describes them.",
    ),
    ActionSpec(
        "project.actors", "Acto&rs…", "show_actors", ("Ctrl+Shift+A",), Menu.PROJECT, When.PROJECT,
        help="Show the list of actors: one name for each, and everything else they are called.",
    ),
    ActionSpec(
        "project.tagset", "Ta&gset…", "open_tagset", ("Ctrl+T",), Menu.PROJECT, When.PROJECT, begins_group=True,
        help="Add, rename, merge, split and retire tags; you see first what of everybody’s work it would touch.",
    ),
    ActionSpec(
        "project.guideline", "Edit the guide&line…", "edit_guideline", ("Ctrl+Shift+T",), Menu.PROJECT, When.WRITABLE,
        help="Write another guideline for the tag whose guideline is shown beside the text.",
    ),
    ActionSpec(
        "project.stories", "Find co&pies", "find_stories", (), Menu.PROJECT, When.WRITABLE,
        help="Put articles that are near-copies of one another into stories, as every import does with what is new.",
    ),
    ActionSpec(
        "project.verify", "&Verify", "verify_project", (), Menu.PROJECT, When.PROJECT, begins_group=True,
        help="Check the file, its texts, spans and journal, and list whatever is not as it should be.",
    ),
    ActionSpec(
        "project.backup", "&Back up…", "back_up_project", (), Menu.PROJECT, When.PROJECT,
        help="Make a checked copy of the project file.",
    ),
    ActionSpec(
        "project.annotator", "Change &annotator…", "change_annotator", (), Menu.PROJECT, When.IDLE_PROJECT,
        help="Go on under another name; work goes to that person’s layer.", begins_group=True,
    ),
    ActionSpec(
        "project.times", "Record &time spent", "record_times", (), Menu.PROJECT, When.WRITABLE, checkable=True,
        help="Keep in the file how many seconds each annotator spends on each article. Everybody who has it sees that.",
    ),
    ActionSpec(
        "project.close", "&Close project", "close_project", ("Ctrl+W",), Menu.PROJECT, When.PROJECT,
        help="Close the project. There is nothing to save: every edit is in the file already.",
    ),
    ActionSpec(
        "app.quit", "&Quit", "quit", ("Ctrl+Q",), Menu.PROJECT, help="Close the program.", begins_group=True,
    ),
)  # fmt: skip
