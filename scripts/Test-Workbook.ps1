<#
.SYNOPSIS
Runs the tests.

.DESCRIPTION
Builds the solution and runs all tests, or those whose names contain a text. Gives an object for each test project, with
all of its results; each test that failed is an error, too. Tests that need a program which isn't here, such as Chromium,
are skipped and say so.

.PARAMETER Name
Part of the full name of the tests to run, such as Charts or Bronze.Scanning.

.PARAMETER Configuration
Debug or Release.

.EXAMPLE
./scripts/Test-Workbook.ps1

.EXAMPLE
./scripts/Test-Workbook.ps1 Charts

.EXAMPLE
(./scripts/Test-Workbook.ps1 Charts).Results | Sort-Object Seconds -Descending | Select-Object -First 5
#>
[CmdletBinding()]
[OutputType('Workbook.TestRun')]
param(
    [Parameter(Position = 0)]
    [ValidatePattern('^[\w.]+$')]
    [string]$Name,

    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Debug'
)

Import-Module (Join-Path $PSScriptRoot 'Workbook')
Test-Workbook @PSBoundParameters
exit $LASTEXITCODE
