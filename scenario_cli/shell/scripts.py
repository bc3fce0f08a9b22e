"""The scripts by which shells ask for words; each is there to be sourced.

bash: no builtin that came after 3.2, which is macOS's, is needed. Where there is ``compopt`` files are
offered where the program says so (exit code 1); where there is none, wherever no word fits.

PowerShell: no key, policy or profile is touched. What is typed goes out up to the cursor, with the blank
before a new word, which the syntax tree leaves out.
"""

SCRIPTS = {
    "bash": """\
_scenario_completion() {
    local IFS=$'\\n' said code line compopt=
    type compopt > /dev/null 2>&1 && compopt=yes
    said=$(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _SCENARIO_COMPLETE=complete_bash \\
        command env "$1")
    code=$?
    COMPREPLY=()
    while [[ -n $said ]] && read -r line; do
        COMPREPLY[${#COMPREPLY[@]}]=$line
    done <<< "$said"
    [[ -z $compopt ]] && return 0
    [[ $code -eq 1 ]] && compopt -o default
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return 0
}

if type compopt > /dev/null 2>&1; then
    complete -F _scenario_completion scenario
else
    complete -o default -F _scenario_completion scenario
fi
""",
    "zsh": """\
#compdef scenario

_scenario_completion() {
    eval "$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _SCENARIO_COMPLETE=complete_zsh ${(Q)~words[1]})"
}

compdef _scenario_completion scenario
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _scenario_completion "$@"
fi
""",
    "fish": """\
function __scenario_complete
    set -l token (commandline -ct)
    env _SCENARIO_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \\
        _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) scenario
    or complete --do-complete "'' $token"
end

complete --command scenario --no-files --arguments "(__scenario_complete)"
""",
    "powershell": """\
Register-ArgumentCompleter -Native -CommandName scenario -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = [Math]::Max(0, $cursorPosition - $commandAst.Extent.StartOffset)
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
        $Env:_SCENARIO_COMPLETE = 'complete_powershell'
        $Env:_TYPER_COMPLETE_ARGS = $commandAst.Extent.Text.PadRight($typed).Substring(0, $typed)
        $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
        scenario | ForEach-Object {
            $value, $says = $_ -split ':::', 2
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $says)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        $Env:_SCENARIO_COMPLETE = $null
        $Env:_TYPER_COMPLETE_ARGS = $null
        $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $null
    }
}
""",
}
