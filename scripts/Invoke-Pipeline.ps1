<#
.SYNOPSIS
Builds the lakehouse: raw files, bronze, silver and gold.

.DESCRIPTION
Writes the retailer's raw files unless they are there already, loads them into the lake, builds and tests the models and
measures what came of it. Running it again does only what changed. Gives one object: how the run went, with its tasks,
for each source the rows read, accepted and rejected, and for each layer what was built.

.PARAMETER Scale
1 is 13.7 million rows, 0.01 is 148,000. Where the folders hold another scale or seed, this one has its own inside the lake.

.PARAMETER Seed
The same seed gives the same bytes.

.PARAMETER Raw
The folder of the raw files; data_raw of this repository unless it is given.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.PARAMETER From
Begin with this task.

.PARAMETER To
End with this task.

.PARAMETER Only
Only these tasks.

.PARAMETER Retries
How often a task that broke off is tried again, after waits that double.

.PARAMETER Timeout
Seconds that an attempt at a task may take.

.PARAMETER Resume
Takes up the last run: what it had done is left out, and it keeps its scale and seed.

.EXAMPLE
./scripts/Invoke-Pipeline.ps1

.EXAMPLE
./scripts/Invoke-Pipeline.ps1 -Scale 0.002 -Seed 7 -Raw small/raw -Lake small/lake

.EXAMPLE
./scripts/Invoke-Pipeline.ps1 -Scale 0.5 -WhatIf

Says what would be done, and does nothing.

.EXAMPLE
(./scripts/Invoke-Pipeline.ps1 -From silver).Tasks | Sort-Object Seconds -Descending
#>
[CmdletBinding(SupportsShouldProcess = $true)]
[OutputType('Workbook.PipelineRun')]
param(
    [ValidateRange(0.001, 100.0)]
    [double]$Scale = 0.01,

    [ValidateRange(0, 2147483647)]
    [int]$Seed = 42,

    [ValidateNotNullOrEmpty()]
    [string]$Raw,

    [ValidateNotNullOrEmpty()]
    [string]$Lake,

    [string]$From,

    [string]$To,

    [string[]]$Only,

    [ValidateRange(0, 100)]
    [int]$Retries = 0,

    [ValidateRange(0, 1000000)]
    [double]$Timeout,

    [switch]$Resume
)

Import-Module (Join-Path $PSScriptRoot 'Workbook')
Invoke-Pipeline @PSBoundParameters
exit $LASTEXITCODE
