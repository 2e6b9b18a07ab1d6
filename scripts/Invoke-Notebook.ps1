<#
.SYNOPSIS
Runs notebooks without a front end.

.DESCRIPTION
Runs each notebook from its first cell to its last and saves it executed, with an HTML page, JUnit XML and a summary.
Gives an object for each notebook: how it went, how long it took, its cells, and the one that failed. A notebook that
failed is an error, too. $LASTEXITCODE says how it ended: 0 all ran, 1 a cell failed, 3 a cell took too long, 4 a
notebook's process died.

.PARAMETER Path
Notebooks (.ipynb, .dib), or folders of them; wildcards are allowed.

.PARAMETER LiteralPath
Notebooks or folders as they are named, without wildcards.

.PARAMETER Out
The folder for executed notebooks and reports. What an earlier run left there under the same names is overwritten.

.PARAMETER Parameter
Values for the cell that is tagged 'parameters', by name: numbers, texts, dates, $true and $false, $null, and lists of
these. Each arrives in the type that the notebook declares.

.PARAMETER Timeout
Seconds that one cell may take.

.PARAMETER Parallel
How many notebooks run at once.

.PARAMETER Workspace
The folder with data_raw and lake; the notebook's own project unless it is given.

.EXAMPLE
./scripts/Invoke-Notebook.ps1 notebooks/assessment/00_overview.ipynb

.EXAMPLE
./scripts/Invoke-Notebook.ps1 notebooks/assessment/00_overview.ipynb -Out runs -Parameter @{ scale = 0.01 } -Timeout 120

.EXAMPLE
Get-ChildItem notebooks/assessment/00*.ipynb | ./scripts/Invoke-Notebook.ps1 | Where-Object Status -ne 'passed'

.EXAMPLE
(./scripts/Invoke-Notebook.ps1 notebooks/assessment/00* -Out runs).Cells | Sort-Object Seconds -Descending | Select-Object -First 5

Shows the five slowest cells.
#>
[CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess = $true)]
[OutputType('Workbook.NotebookRun')]
param(
    [Parameter(ParameterSetName = 'Path', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
    [SupportsWildcards()]
    [string[]]$Path,

    [Parameter(ParameterSetName = 'LiteralPath', Mandatory = $true, ValueFromPipelineByPropertyName = $true)]
    [Alias('FullName', 'PSPath')]
    [string[]]$LiteralPath,

    [ValidateNotNullOrEmpty()]
    [string]$Out = 'notebook_runs',

    [ValidateNotNull()]
    [Collections.IDictionary]$Parameter = @{},

    [ValidateRange(1, 86400)]
    [int]$Timeout = 600,

    [ValidateRange(1, 64)]
    [int]$Parallel = 1,

    [ValidateNotNullOrEmpty()]
    [string]$Workspace
)

begin {
    Import-Module (Join-Path $PSScriptRoot 'Workbook')
    $steps = { Invoke-Notebook @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
    $steps.Begin($PSCmdlet)
}
process { $steps.Process($_) }
end {
    $steps.End()
    exit $LASTEXITCODE
}
