<#
.SYNOPSIS
Builds the workbook and makes its notebook kernel known to VS Code and Jupyter.

.DESCRIPTION
Builds the command line, installs the C# + SQL kernel for this user, and checks that the machine is fit for a run.
Needs the .NET 10 SDK and Node.js 20 or later. Run it again when the folder moves or after an update.

.PARAMETER Configuration
Release starts notebooks faster; Debug is for work on the library itself.

.PARAMETER SkipKernel
Only builds and checks.

.EXAMPLE
./scripts/Install-Workbook.ps1

.EXAMPLE
./scripts/Install-Workbook.ps1 -Configuration Debug -SkipKernel
#>
[CmdletBinding()]
param(
    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',

    [switch]$SkipKernel
)

$root = Split-Path -Parent $PSScriptRoot
$project = Join-Path $root 'lib/Workbook.Cli'

& dotnet build $project --configuration $Configuration
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

if (-not $SkipKernel) {
    $arguments = @('kernel', 'install')
    & dotnet run --no-build --configuration $Configuration --project $project -- @arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

$arguments = @('doctor', '--lake', (Join-Path $root 'lake'), '--raw', (Join-Path $root 'data_raw'))
& dotnet run --no-build --configuration $Configuration --project $project -- @arguments
exit $LASTEXITCODE
