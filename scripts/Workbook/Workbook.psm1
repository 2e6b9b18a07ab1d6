# The workbook for PowerShell. Public holds a file for each function; Private what they share:
# Program (which build is called), Invocation (the call), Objects, Rows and Parameters (what goes in and comes out).

$script:Root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$script:Invariant = [cultureinfo]::InvariantCulture

foreach ($folder in @('Private', 'Public')) {
    foreach ($file in [IO.Directory]::GetFiles((Join-Path $PSScriptRoot $folder), '*.ps1')) { . $file }
}

Set-Alias -Name workbook -Value Invoke-Workbook

# Tab asks the program what there is: no list here could go stale.
Register-ArgumentCompleter -Native -CommandName workbook, Invoke-Workbook -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    # The cursor may stand behind a space, where the text of the command is over.
    $typed = $commandAst.Extent.Text.PadRight($cursorPosition - $commandAst.Extent.StartOffset)
    Complete-Word ('workbook' + $typed.Substring($commandAst.CommandElements[0].Extent.Text.Length)) $wordToComplete
}

# The program's option, or argument, that a parameter becomes.
$script:CompletedLike = @{
    'Invoke-Pipeline From' = 'workbook run --from'
    'Invoke-Pipeline To' = 'workbook run --to'
    'Invoke-Pipeline Only' = 'workbook run --only'
    'Get-WorkbookReject Source' = 'workbook rejects --tables'
    'Invoke-WorkbookMonitor Topic' = 'workbook monitor --topic'
    'Test-WorkbookLake Check' = 'workbook check'
    'Get-WorkbookProgress Task' = 'workbook progress --reset'
    'Reset-WorkbookProgress Task' = 'workbook progress --reset'
}
foreach ($key in $script:CompletedLike.Keys) {
    $command, $parameter = $key.Split(' ')
    # By script name, too: completion then works for the doors in scripts.
    Register-ArgumentCompleter -CommandName $command, "$command.ps1" -ParameterName $parameter -ScriptBlock {
        param($commandName, $parameterName, $wordToComplete)
        Complete-Value $script:CompletedLike["$([IO.Path]::GetFileNameWithoutExtension($commandName)) $parameterName"] $wordToComplete
    }
}
