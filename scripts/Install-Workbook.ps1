<#
.SYNOPSIS
Builds the workbook and makes its notebook kernel known to VS Code and Jupyter.

.DESCRIPTION
Builds the program into .workbook/program, where these commands call it, installs the C# + SQL kernel for this user, and
checks that the machine is fit for a run. Needs the .NET 10 SDK. Run it again when the folder moves or after an update;
the other commands build by themselves where there is no build yet, or an old one.

.PARAMETER Configuration
Release is compiled ahead for this machine and starts four times sooner; Debug builds sooner, for work on the library
itself. Later builds are of the same kind.

.PARAMETER SkipKernel
Only builds and checks.

.EXAMPLE
./scripts/Install-Workbook.ps1

.EXAMPLE
./scripts/Install-Workbook.ps1 -Configuration Debug -SkipKernel
#>
[CmdletBinding(SupportsShouldProcess = $true)]
[OutputType('Workbook.Installation')]
param(
    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',

    [switch]$SkipKernel
)

Import-Module (Join-Path $PSScriptRoot 'Workbook')
Install-Workbook @PSBoundParameters
exit $LASTEXITCODE
