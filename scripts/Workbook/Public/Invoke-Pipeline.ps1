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
Invoke-Pipeline

.EXAMPLE
Invoke-Pipeline -Scale 0.002 -Seed 7 -Raw small/raw -Lake small/lake

.EXAMPLE
Invoke-Pipeline -Scale 0.5 -WhatIf

Says what would be done, and does nothing.

.EXAMPLE
(Invoke-Pipeline -From silver).Tasks | Sort-Object Seconds -Descending
#>
function Invoke-Pipeline {
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

    $call = New-Call $PSCmdlet
    $folder = Join-Path $script:Root 'data_raw'
    if ($Raw) { $folder = Resolve-FilePath $Raw }
    $lakeArgument = @(Get-LakeArgument $Lake)
    $arguments = @('run', '--raw', $folder) + $lakeArgument
    # A run that is resumed has a scale and a seed.
    if (-not $Resume -or $PSBoundParameters.ContainsKey('Scale')) { $arguments += @('--scale', $Scale.ToString('R', $script:Invariant)) }
    if (-not $Resume -or $PSBoundParameters.ContainsKey('Seed')) { $arguments += @('--seed', "$Seed") }
    if ($From) { $arguments += @('--from', $From) }
    if ($To) { $arguments += @('--to', $To) }
    if ($Only) { $arguments += @('--only', ($Only -join ',')) }
    if ($Retries) { $arguments += @('--retries', "$Retries") }
    if ($Timeout) { $arguments += @('--timeout', $Timeout.ToString('R', $script:Invariant)) }
    if ($Resume) { $arguments += '--resume' }

    $target = $env:WORKBOOK_LAKE
    if ($lakeArgument) { $target = $lakeArgument[1] }
    $action = "Build it from $folder at scale $($Scale.ToString($script:Invariant)), seed $Seed; where the folder holds another, in one of its own"
    if ($Resume) { $action = 'Resume the last run' }
    if (-not $PSCmdlet.ShouldProcess($target, $action)) { return }

    $json = Invoke-ProgramJson $call $arguments
    if ($json) {
        $run = ConvertTo-WorkbookObject $json 'PipelineRun' @('rejected')
        foreach ($task in $run.Tasks) { $task.PSObject.TypeNames.Insert(0, 'Workbook.Task') }
        foreach ($source in $run.Sources) { $source.PSObject.TypeNames.Insert(0, 'Workbook.Source') }
        foreach ($layer in $run.Layers) { $layer.PSObject.TypeNames.Insert(0, 'Workbook.Layer') }
        $run
    }
    if ($call.ExitCode -ne 0) { $PSCmdlet.WriteError((New-ProgramError $call $target)) }
}
