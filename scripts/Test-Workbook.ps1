<#
.SYNOPSIS
Runs the tests.

.DESCRIPTION
Builds the solution and runs all tests, or those whose names contain a text. Tests that need a program which isn't here,
such as Chromium, are skipped and say so.

.PARAMETER Name
Part of the full name of the tests to run, such as Charts or Bronze.Scanning.

.PARAMETER Configuration
Debug or Release.

.EXAMPLE
./scripts/Test-Workbook.ps1

.EXAMPLE
./scripts/Test-Workbook.ps1 -Name Charts
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidatePattern('^[\w.]+$')]
    [string]$Name,

    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Debug'
)

$solution = Join-Path (Split-Path -Parent $PSScriptRoot) 'Workbook.sln'
$arguments = @('test', $solution, '--configuration', $Configuration)
if ($Name) { $arguments += @('--filter', "FullyQualifiedName~$Name") }
& dotnet @arguments
exit $LASTEXITCODE
