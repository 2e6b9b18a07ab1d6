<#
.SYNOPSIS
Builds the workbook and makes its notebook kernel known to VS Code and Jupyter.

.DESCRIPTION
Builds the program into .workbook/program, where these commands call it, installs the C# + SQL kernel for this user, and
checks that the machine is fit for a run. Needs the .NET 10 SDK. Run it again when the folder moves or after an update;
the other commands build by themselves where there is no build yet, or an old one.

.PARAMETER Configuration
Release is compiled ahead for this machine and starts four times sooner; Debug builds sooner, for work on the library
itself. Later builds are of the same kind.

.PARAMETER SkipKernel
Only builds and checks.

.EXAMPLE
Install-Workbook

.EXAMPLE
Install-Workbook -Configuration Debug -SkipKernel
#>
function Install-Workbook {
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType('Workbook.Installation')]
    param(
        [ValidateSet('Debug', 'Release')]
        [string]$Configuration = 'Release',

        [switch]$SkipKernel
    )

    $call = New-Call $PSCmdlet
    $program = Join-Path $script:Root '.workbook/program/Workbook.Cli.dll'
    if (-not $PSCmdlet.ShouldProcess($program, "Build ($Configuration)")) { return }
    try { Build-Program -Configuration $Configuration -Because 'Install' -Anew }
    catch {
        $global:LASTEXITCODE = 1
        $PSCmdlet.ThrowTerminatingError((New-WorkbookError $_.Exception.Message 'Workbook.Build' 'InvalidResult' $program))
    }

    # The one that was built, whatever WORKBOOK_PROGRAM names.
    $call.Program = $program
    $kernel = $null
    if (-not $SkipKernel -and $PSCmdlet.ShouldProcess('The kernel of VS Code and Jupyter, for this user', 'Install')) {
        $kernel = "$(@(Invoke-Program $call @('kernel', 'install'))[0])" -replace '^Installed '
        if ($call.ExitCode -ne 0) { $PSCmdlet.WriteError((New-ProgramError $call $program)); return }
    }
    $arguments = @('doctor', '--raw', (Join-Path $script:Root 'data_raw')) + @(Get-LakeArgument)
    $findings = @(foreach ($finding in (Invoke-ProgramJson $call $arguments)) { ConvertTo-WorkbookObject $finding 'Finding' })
    if ($findings.Count -eq 0) { $PSCmdlet.WriteError((New-ProgramError $call $program)) }
    [pscustomobject]@{
        PSTypeName = 'Workbook.Installation'; Program = $program; Configuration = $Configuration; Kernel = $kernel
        IsFit = $call.ExitCode -eq 0; Findings = $findings
    }
}
