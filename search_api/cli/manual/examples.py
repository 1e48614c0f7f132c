"""Examples of every command, as their help and the page of the manual print them."""

from __future__ import annotations

from indexer.cli.examples import EXAMPLES as INDEXER
from indexer.cli.helping import Example, Examples

_STARTING = {
    "": (
        Example("demo", "See what it is like, with made-up reports"),
        Example("setup", "Get published reports, and open the pages"),
        Example("ask what did inspectors say about MARAC", "Ask a question"),
    ),
    "demo": (
        Example("demo", "Open the pages with made-up reports"),
        Example("demo --no-browser --port 9000", "Only say the address, at a port of your choice"),
        Example("demo --keep samples --no-pages", "Only make an index, for commands with --index samples"),
    ),
    "setup": (
        Example("setup", "Be asked which reports you want"),
        Example('setup --region "South West" --latest', "Get the newest reports of a region"),
        Example("setup --all --no-pages", "Get all reports, without opening the pages, as in a script"),
    ),
}
_SEARCHING = {
    "ask": (
        Example("ask what did inspectors say about MARAC", "Ask a question"),
        Example('ask "what about return home interviews?" --authority Torbay --since 2018', "Narrow it"),
    ),
    "search": (
        Example("search return home interviews", "List paragraphs, best first"),
        Example('search supervision --kind recommendation --region "South West"', "List recommendations"),
    ),
    "show": (
        Example("show torbay-2018-08-24/para-27 --context 1", "Show a paragraph and its neighbours"),
        Example("show torbay-2018-08-24", "Show the outline of a report"),
    ),
    "similar": (
        Example("similar torbay-2018-08-24/para-27", "Find the nearest findings of other authorities"),
        Example("similar torbay-2018-08-24/para-27 --same", "Find them in other reports of the authority"),
    ),
    "acronyms": (
        Example("acronyms MARAC LADO", "Explain two acronyms"),
        Example("acronyms", "List all of them"),
    ),
}
_COMPARING = {
    "weak-to-strong": (
        Example("weak-to-strong supervision", "List who turned a weakness into a strength"),
        Example('weak-to-strong "care leavers" --region "North West"', "In one region"),
    ),
    "contrast": (
        Example("contrast supervision", "Set outstanding beside inadequate sections"),
        Example("contrast neglect --one good --other requires_improvement", "Choose the two grades"),
    ),
    "praised": (Example("praised supervision --mine Torbay", "List who is praised for it"),),
    "lineage": (
        Example("lineage Torbay", "Follow the recommendations of an authority"),
        Example("lineage Torbay --csv", "The same as a table for a spreadsheet"),
    ),
    "themes": (
        Example("themes", "List the themes"),
        Example("themes neglect --since 2020", "Show what the reports say of one"),
    ),
    "silence": (Example("silence private fostering", "List the reports that do not mention it"),),
    "grades": (Example('grades --region "South West"', "List how grades moved in a region"),),
    "trend": (Example("trend neglect", "Count mentions, praise and criticism by year"),),
    "matrix": (
        Example("matrix neglect", "Count by year and place"),
        Example("matrix neglect --csv", "The same as a table for a spreadsheet"),
    ),
    "map": (
        Example("map neglect", "Draw England by what the newest reports say"),
        Example("map --by grade", "Draw it by the latest grade"),
    ),
    "watch": (Example("watch run", "List what is new on every question kept here"),),
    "watch add": (
        Example("watch add marac what did inspectors say about MARAC", "Keep a question"),
        Example('watch add south --region "South West"', "Keep an eye on a region"),
    ),
    "watch list": (Example("watch list", "List the questions kept here"),),
    "watch run": (Example("watch run marac", "List what is new on one of them"),),
}
_CITING = {
    "plan": (
        Example("plan torbay-2018-08-24/para-27 -o plan.docx", "Write a Word table of one paragraph"),
        Example("plan --from plan.docx", "Read such a file back"),
    ),
    "brief": (Example("brief supervision --authority Torbay -o brief.docx", "Write a brief as a Word file"),),
    "cite": (
        Example("cite torbay-2018-08-24/para-27 --quote", "Print a citation with the text that it cites"),
    ),
    "check-plan": (
        Example("check-plan plan.docx", "Check each citation, quotation and grade of a draft"),
        Example("check-plan plan.docx --comments checked.docx", "Get the Word file back with comments"),
    ),
}
_RUNNING = {
    "check": (Example("check", "Look for damage, and ask a question of the index"),),
    "eval": (Example("eval sets --only unanswerable", "Measure one of the labelled sets"),),
    "serve": (
        Example("serve --browser", "Open the pages in the browser"),
        Example("serve --host 0.0.0.0 --workers 2", "Let colleagues with a key use them"),
        Example("serve --root-path /pinpoint", "Stand below a prefix, behind a reverse proxy"),
    ),
    "mcp": (Example("mcp", "Let an assistant on this machine search the reports"),),
    "completion": (
        Example("completion bash", "Print what makes the Tab key complete commands in bash"),
    ),
    "config": (Example("config show", "List the settings in force"),),
    "config show": (Example("config show --set", "List those that somebody set, and where"),),
    "key": (Example("key list", "List who may use the server"),),
    "key add": (Example("key add portal", "Make a key"),),
    "key list": (Example("key list", "List the keys"),),
    "key revoke": (Example("key revoke 3f9a1c", "End a key by its id"),),
}  # fmt: skip
EXAMPLES: Examples = {**INDEXER, **_STARTING, **_SEARCHING, **_COMPARING, **_CITING, **_RUNNING}
