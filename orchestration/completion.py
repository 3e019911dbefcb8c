"""Completion for shells, told by the arguments themselves: nothing is kept by hand."""

from __future__ import annotations

import argparse

SHELLS = ("bash", "zsh")

_BASH = """\
_gongkai() {
    local word="${COMP_WORDS[COMP_CWORD]}" command="" offered="%(commands)s" at
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "${COMP_WORDS[at]}" in
            -*) ;;
            *) command="${COMP_WORDS[at]}"; break ;;
        esac
    done
    case "$command" in
%(cases)s
    esac
    COMPREPLY=($(compgen -W "$offered" -- "$word"))
    if [[ -n "$command" && "$word" != -* ]]; then
        COMPREPLY+=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _gongkai gongkai
"""


def script(shell: str, top: argparse.ArgumentParser) -> str:
    """A script for the shell to evaluate; zsh understands bash's by its own `bashcompinit`."""
    commands = _commands(top)
    cases = (f'        {name}) offered="{" ".join(words)}" ;;' for name, words in commands.items())
    written = _BASH % {"commands": " ".join([*commands, "--help"]), "cases": "\n".join(cases)}
    return f"autoload -U +X bashcompinit && bashcompinit\n{written}" if shell == "zsh" else written


def _commands(top: argparse.ArgumentParser) -> dict[str, list[str]]:
    """Each command with its options, and what is to choose from where it takes one of a few."""
    [choice] = [one for one in top._actions if isinstance(one, argparse._SubParsersAction)]
    return {
        name: [
            word
            for action in command._actions
            for word in (*action.option_strings, *(action.choices or ()))
            if word != "-h"
        ]
        for name, command in choice.choices.items()
    }
