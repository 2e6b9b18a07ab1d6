<#
.SYNOPSIS
Runs notebooks without a front end.

.DESCRIPTION
Runs each notebook from its first cell to its last and saves it executed, with an HTML page, JUnit XML and a summary.
The exit code says how it ended: 0 all ran, 1 a cell failed, 3 a cell took too long, 4 a notebook's process died.

.PARAMETER Path
Notebooks (.ipynb, .dib), or folders of them.

.PARAMETER Out
The folder for executed notebooks and reports.

.PARAMETER Parameter
Values for the cell that is tagged 'parameters'.

.PARAMETER Timeout
Seconds that one cell may take.

.PARAMETER Parallel
How many notebooks run at once.

.EXAMPLE
./scripts/Invoke-Notebook.ps1 notebooks/assessment

.EXAMPLE
./scripts/Invoke-Notebook.ps1 notebooks/assessment/00_overview.ipynb -Out runs -Parameter @{ scale = 0.01 } -Timeout 120

.EXAMPLE
Get-ChildItem notebooks/assessment/*.ipynb | ./scripts/Invoke-Notebook.ps1 -Parallel 2
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
    [Alias('FullName')]
    [ValidateScript({ if (Test-Path -LiteralPath $_) { $true } else { throw "There is no notebook or folder '$_'." } })]
    [string[]]$Path,

    [ValidateNotNullOrEmpty()]
    [string]$Out = 'notebook_runs',

    [hashtable]$Parameter = @{},

    [ValidateRange(1, 86400)]
    [int]$Timeout = 600,

    [ValidateRange(1, 64)]
    [int]$Parallel = 1
)

begin {
    $paths = @()
}
process {
    $paths += $Path
}
end {
    $arguments = @('notebook', 'run')
    $arguments += $paths
    $arguments += @('--out', $Out, '--timeout', $Timeout, '--parallel', $Parallel)
    foreach ($name in ($Parameter.Keys | Sort-Object)) {
        # Numbers as C# writes them, also where the system has a decimal comma.
        $arguments += @('--param', [string]::Format([cultureinfo]::InvariantCulture, '{0}={1}', $name, $Parameter[$name]))
    }
    & dotnet run --project (Join-Path (Split-Path -Parent $PSScriptRoot) 'lib/Workbook.Cli') -- @arguments
    exit $LASTEXITCODE
}
