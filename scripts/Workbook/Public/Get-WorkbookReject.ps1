<#
.SYNOPSIS
Gives the reasons why rows were rejected, with samples.

.DESCRIPTION
An object for each source and rule: how many rows and files, and some of the rows with their place and text. Once a
contract is corrected, 'workbook replay' takes in those that it accepts.

.PARAMETER Source
Only these sources; wildcards are allowed.

.PARAMETER Samples
Rejected rows of each kind to give along.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.EXAMPLE
Get-WorkbookReject

.EXAMPLE
Get-WorkbookReject orders* | Sort-Object Rows -Descending | Select-Object -First 3

.EXAMPLE
(Get-WorkbookReject sensors -Samples 2).Samples
#>
function Get-WorkbookReject {
    [CmdletBinding()]
    [OutputType('Workbook.Reject')]
    param(
        [Parameter(Position = 0, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
        [SupportsWildcards()]
        [string[]]$Source,

        [ValidateRange(0, 1000)]
        [int]$Samples = 1,

        [ValidateNotNullOrEmpty()]
        [string]$Lake
    )

    begin {
        $call = New-Call $PSCmdlet
        $patterns = New-Object Collections.Generic.List[string]
    }
    process { foreach ($name in $Source) { $patterns.Add($name) } }
    end {
        $arguments = @('rejects', '--samples', "$Samples") + @(Get-LakeArgument $Lake)
        # The program knows what sources there are, and says so of a name that is none.
        $isLiteral = $patterns.Count -gt 0 -and -not ($patterns | Where-Object { [WildcardPattern]::ContainsWildcardCharacters($_) })
        if ($isLiteral) { $arguments += @('--tables', ($patterns -join ',')) }
        $json = Invoke-ProgramJson $call $arguments
        foreach ($reason in $json) {
            $isAsked = $isLiteral -or $patterns.Count -eq 0
            foreach ($pattern in $patterns) { $isAsked = $isAsked -or $reason.source -like $pattern }
            if ($isAsked) { ConvertTo-WorkbookObject $reason 'Reject' }
        }
        if ($call.ExitCode -ne 0) { $PSCmdlet.WriteError((New-ProgramError $call $Source)) }
    }
}
