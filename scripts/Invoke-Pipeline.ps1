<#
.SYNOPSIS
Builds the lakehouse: raw files, then bronze.

.DESCRIPTION
Writes the retailer's raw files unless they are there already, loads them into the lake, and prints what was read,
accepted and rejected for each source. Running it again loads only what changed.

.PARAMETER Scale
1 is 13.7 million rows, 0.01 is 148,000.

.PARAMETER Seed
The same seed gives the same bytes.

.PARAMETER Raw
The folder of the raw files; data_raw of this repository unless it is given.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given.

.EXAMPLE
./scripts/Invoke-Pipeline.ps1

.EXAMPLE
./scripts/Invoke-Pipeline.ps1 -Scale 0.1 -Seed 7 -Lake D:/lake
#>
[CmdletBinding()]
param(
    [ValidateRange(0.001, 100.0)]
    [double]$Scale = 0.01,

    [ValidateRange(0, 2147483647)]
    [int]$Seed = 42,

    [string]$Raw,

    [string]$Lake
)

$root = Split-Path -Parent $PSScriptRoot
if (-not $Raw) { $Raw = Join-Path $root 'data_raw' }
if (-not $Lake) { $Lake = Join-Path $root 'lake' }

$arguments = @('run', '--scale', $Scale.ToString([cultureinfo]::InvariantCulture), '--seed', $Seed, '--raw', $Raw, '--lake', $Lake)
& dotnet run --project (Join-Path $root 'lib/Workbook.Cli') -- @arguments
exit $LASTEXITCODE
