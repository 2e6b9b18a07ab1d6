<#
.SYNOPSIS
Asks the lake in SQL: a prompt, a statement or a script.

.DESCRIPTION
Without a statement or a file it is a prompt; .help lists its commands and .quit leaves. The lake's tables are in the
schemas bronze, silver, gold and rejects. Rows are printed as text; Invoke-WorkbookSql gives them as objects.

.PARAMETER Statement
What to ask.

.PARAMETER File
A file of statements.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.PARAMETER Format
How rows are printed.

.PARAMETER Limit
Rows that a table shows.

.PARAMETER AllowExternal
Lets SQL read and write files outside the lake, and in it.

.EXAMPLE
Start-SqlShell

.EXAMPLE
Start-SqlShell 'SELECT channel, count(*) FROM bronze.orders_header GROUP BY ALL' -Format csv

.EXAMPLE
Set-Content report.sql 'FROM bronze.stores LIMIT 3'
Start-SqlShell -File report.sql
#>
function Start-SqlShell {
    [CmdletBinding(DefaultParameterSetName = 'Statement')]
    [OutputType([string])]
    param(
        [Parameter(ParameterSetName = 'Statement', Position = 0)]
        [string]$Statement,

        [Parameter(ParameterSetName = 'File', Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string]$File,

        [ValidateNotNullOrEmpty()]
        [string]$Lake,

        [ValidateSet('table', 'csv', 'json', 'markdown', 'tsv')]
        [string]$Format = 'table',

        [ValidateRange(0, 1000000)]
        [int]$Limit = 40,

        [switch]$AllowExternal
    )

    $call = New-Call $PSCmdlet
    $arguments = @('sql') + @(Get-LakeArgument $Lake) + @('--format', $Format, '--limit', "$Limit")
    if ($AllowExternal) { $arguments += '--allow-external' }
    if ($File) { $arguments += @('--file', (Resolve-FilePath $File)) }
    if ($Statement) { $arguments += $Statement }
    # The console is the program's own: nothing of what it says is read here.
    try { $program = Resolve-Program }
    catch { $PSCmdlet.ThrowTerminatingError((New-WorkbookError $_.Exception.Message 'Workbook.NoProgram' 'ResourceUnavailable' $null)) }
    $PSNativeCommandArgumentPassing = 'Standard'
    $PSNativeCommandUseErrorActionPreference = $false
    $native = ConvertTo-NativeArgument $arguments
    & dotnet $program @native
    if ($LASTEXITCODE -ne 0) {
        $call.ExitCode = $LASTEXITCODE
        $call.Faults.Add("'workbook sql' ended with exit code $LASTEXITCODE; what it said is above.")
        $PSCmdlet.WriteError((New-ProgramError $call $Statement))
    }
}
