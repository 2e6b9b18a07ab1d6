<#
.SYNOPSIS
Asks the lake in SQL: a prompt, a statement or a script.

.DESCRIPTION
Without a statement or a file it is a prompt; .help lists its commands and .quit leaves. The lake's tables are in the
schemas bronze, silver, gold and rejects. Windows PowerShell 5.1 takes double quotes out of a statement on its way to
other programs: give such SQL in a file.

.PARAMETER Statement
What to ask.

.PARAMETER File
A file of statements.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given.

.PARAMETER Format
How rows are printed.

.PARAMETER Limit
Rows that a table shows.

.PARAMETER AllowExternal
Lets SQL read and write files outside the lake, and in it.

.EXAMPLE
./scripts/Start-SqlShell.ps1

.EXAMPLE
./scripts/Start-SqlShell.ps1 'SELECT channel, count(*) FROM bronze.orders_header GROUP BY ALL' -Format csv

.EXAMPLE
./scripts/Start-SqlShell.ps1 -File report.sql -Lake D:/lake
#>
[CmdletBinding(DefaultParameterSetName = 'Statement')]
param(
    [Parameter(ParameterSetName = 'Statement', Position = 0)]
    [string]$Statement,

    [Parameter(ParameterSetName = 'File', Mandatory = $true)]
    [ValidateScript({ if (Test-Path -LiteralPath $_ -PathType Leaf) { $true } else { throw "There is no file '$_'." } })]
    [string]$File,

    [string]$Lake,

    [ValidateSet('table', 'csv', 'json', 'markdown')]
    [string]$Format = 'table',

    [ValidateRange(0, 1000000)]
    [int]$Limit = 40,

    [switch]$AllowExternal
)

$root = Split-Path -Parent $PSScriptRoot
if (-not $Lake) { $Lake = Join-Path $root 'lake' }

$arguments = @('sql', '--lake', $Lake, '--format', $Format, '--limit', $Limit)
if ($AllowExternal) { $arguments += @('--allow-external') }
if ($File) { $arguments += @('--file', $File) }
if ($Statement) { $arguments += $Statement }
& dotnet run --project (Join-Path $root 'lib/Workbook.Cli') -- @arguments
exit $LASTEXITCODE
