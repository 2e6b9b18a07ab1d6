<#
.SYNOPSIS
Runs any command of the workbook, as on the command line.

.DESCRIPTION
'workbook' is its short name: the commands of docs/commands.md can be typed as they stand, in a quarter of a second instead of
the five that 'dotnet run' takes. Tab completes commands, options and their values. What comes out is text; with --format
json, where a command has it, ConvertFrom-Json makes objects of it. $LASTEXITCODE is the command's exit code.

.EXAMPLE
workbook doctor

.EXAMPLE
workbook sql "SELECT count(*) FROM bronze.events"

.EXAMPLE
(workbook storage --format json | Out-String | ConvertFrom-Json).Count

.EXAMPLE
workbook --help
#>
function Invoke-Workbook {
    # No CmdletBinding: every word is the program's, also those that look like parameters of PowerShell's.
    $program = Resolve-Program
    $PSNativeCommandArgumentPassing = 'Standard'
    $native = @(ConvertTo-NativeArgument ([string[]]@(foreach ($word in $args) { if ($null -eq $word) { '' } else { ConvertTo-PlainText $word } })))
    if ($MyInvocation.ExpectingInput) { $input | & dotnet $program @native } else { & dotnet $program @native }
}
