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
Invoke-Notebook notebooks/assessment/00_overview.ipynb

.EXAMPLE
Invoke-Notebook notebooks/assessment/00_overview.ipynb -Out runs -Parameter @{ scale = 0.01 } -Timeout 120

.EXAMPLE
Get-ChildItem notebooks/assessment/00*.ipynb | Invoke-Notebook | Where-Object Status -ne 'passed'

.EXAMPLE
(Invoke-Notebook notebooks/assessment/00* -Out runs).Cells | Sort-Object Seconds -Descending | Select-Object -First 5

Shows the five slowest cells.
#>
function Invoke-Notebook {
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
        $call = New-Call $PSCmdlet
        $found = New-Object Collections.Generic.List[string]
    }
    process {
        foreach ($item in @($Path) + @($LiteralPath)) {
            if (-not $item) { continue }
            $there = if ($LiteralPath) { Resolve-Path -LiteralPath $item -ErrorAction Ignore } else { Resolve-Path -Path $item -ErrorAction Ignore }
            foreach ($file in $there) { if (-not $found.Contains($file.ProviderPath)) { $found.Add($file.ProviderPath) } }
            if (-not $there) {
                $call.ExitCode = $global:LASTEXITCODE = 1
                $PSCmdlet.WriteError((New-WorkbookError "There is no notebook or folder '$item'." 'Workbook.NoNotebook' 'ObjectNotFound' $item))
            }
        }
    }
    end {
        $target = Resolve-FilePath $Out
        $chosen = @($found | Where-Object { $PSCmdlet.ShouldProcess($_, "Run, and save executed in $target") })
        if ($chosen.Count -eq 0) { return }
        $missed = $call.ExitCode
        try { $given = @(ConvertTo-ParameterArgument $Parameter) }
        catch { $PSCmdlet.ThrowTerminatingError((New-WorkbookError $_.Exception.Message 'Workbook.Parameter' 'InvalidArgument' $Parameter)) }
        $arguments = @('notebook', 'run') + $chosen + @('--out', $target, '--timeout', "$Timeout", '--parallel', "$Parallel") + $given
        if ($Workspace) { $arguments += @('--workspace', (Resolve-FilePath $Workspace)) }

        $summary = Invoke-ProgramJson $call $arguments
        foreach ($run in $summary.notebooks) {
            $notebook = ConvertTo-NotebookRun $run
            $notebook
            if ($notebook.Status -ne 'passed') { $PSCmdlet.WriteError((New-NotebookError $notebook)) }
        }
        if (-not $summary -and $call.ExitCode -ne 0) { $PSCmdlet.WriteError((New-ProgramError $call $chosen)) }
        if ($call.ExitCode -eq 0 -and $missed -ne 0) { $global:LASTEXITCODE = $missed }
    }
}

function ConvertTo-NotebookRun([object]$Json) {
    $run = ConvertTo-WorkbookObject $Json 'NotebookRun'
    $run.Status = $run.Status.ToLowerInvariant()
    foreach ($cell in $run.Cells) { $cell.PSObject.TypeNames.Insert(0, 'Workbook.NotebookCell') }
    $run.FailedCell = $run.Cells | Where-Object { $_.Number -eq $Json.failed_cell } | Select-Object -First 1
    $run | Add-Member -NotePropertyName Name -NotePropertyValue ([IO.Path]::GetFileName($run.Path))
    $run
}

function New-NotebookError([object]$Notebook) {
    $where = ''
    if ($Notebook.FailedCell) { $where = " in cell $($Notebook.FailedCell.Number) ($($Notebook.FailedCell.Title))" }
    $category = 'InvalidResult'
    if ($Notebook.Status -eq 'timedout') { $category = 'OperationTimeout' }
    New-WorkbookError "$($Notebook.Name) $($Notebook.Status)$($where): $($Notebook.Error) It is saved as far as it came: $($Notebook.Output)" "Workbook.Notebook.$($Notebook.Status)" $category $Notebook
}
