<#
.SYNOPSIS
Tells how the lake stands.

.DESCRIPTION
Gives one object: how the last run went, task by task, how far each source has come, and what is stale.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.EXAMPLE
Get-WorkbookStatus

.EXAMPLE
(Get-WorkbookStatus).Watermarks | Where-Object Freshness -ne 'fresh'
#>
function Get-WorkbookStatus {
    [CmdletBinding()]
    [OutputType('Workbook.Status')]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string]$Lake
    )

    $call = New-Call $PSCmdlet
    $json = Invoke-ProgramJson $call (@('status') + @(Get-LakeArgument $Lake))
    if ($json) {
        $status = ConvertTo-WorkbookObject $json 'Status' @('parameters')
        foreach ($task in $status.Tasks) { $task.PSObject.TypeNames.Insert(0, 'Workbook.Task') }
        foreach ($run in $status.History) { $run.PSObject.TypeNames.Insert(0, 'Workbook.Run') }
        foreach ($source in $status.Watermarks) { $source.PSObject.TypeNames.Insert(0, 'Workbook.Watermark') }
        $status
    }
    # That the last run failed is an answer. No answer is an error.
    else { $PSCmdlet.WriteError((New-ProgramError $call $Lake)) }
}
