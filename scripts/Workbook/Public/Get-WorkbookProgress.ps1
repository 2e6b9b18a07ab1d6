<#
.SYNOPSIS
Tells which tasks of the exercises are solved.

.DESCRIPTION
An object for each task: whether it is open, tried or solved, with attempts and hints.

.PARAMETER Task
Only these tasks, or exercises; wildcards are allowed.

.PARAMETER Workspace
The project's folder; this repository unless it is given.

.EXAMPLE
Get-WorkbookProgress

.EXAMPLE
Get-WorkbookProgress bronze | Where-Object Status -ne 'solved'

.EXAMPLE
Get-WorkbookProgress | Group-Object Exercise, Status -NoElement
#>
function Get-WorkbookProgress {
    [CmdletBinding()]
    [OutputType('Workbook.TaskProgress')]
    param(
        [Parameter(Position = 0, ValueFromPipeline = $true)]
        [SupportsWildcards()]
        [string[]]$Task,

        [ValidateNotNullOrEmpty()]
        [string]$Workspace
    )

    begin {
        $call = New-Call $PSCmdlet
        $folder = $script:Root
        if ($Workspace) { $folder = Resolve-FilePath $Workspace }
        $tasks = foreach ($json in (Invoke-ProgramJson $call @('progress', '--workspace', $folder))) {
            $progress = ConvertTo-WorkbookObject $json 'TaskProgress'
            $progress | Add-Member -NotePropertyName Exercise -NotePropertyValue $progress.Task.Split('.')[0]
            $progress
        }
        if ($call.ExitCode -ne 0) { $PSCmdlet.WriteError((New-ProgramError $call $folder)) }
    }
    process {
        if (-not $Task) { $tasks }
        foreach ($name in $Task) {
            $found = @($tasks | Where-Object { $_.Task -like $name -or $_.Exercise -like $name })
            $found
            if ($tasks -and $found.Count -eq 0 -and -not [WildcardPattern]::ContainsWildcardCharacters($name)) {
                $PSCmdlet.WriteError((New-WorkbookError "There is no task or exercise '$name'; the exercises are $(@($tasks.Exercise | Select-Object -Unique) -join ', ')." 'Workbook.NoTask' 'ObjectNotFound' $name))
            }
        }
    }
}
