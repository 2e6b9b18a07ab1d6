# Calls of the program. What it writes comes line by line; what it says meanwhile becomes progress, warnings and errors.

# A call on behalf of a function: who calls, and what comes of it.
function New-Call([Management.Automation.PSCmdlet]$Cmdlet) {
    # A module doesn't see what the script that calls it prefers. Scope 1 is the function.
    if (-not $Cmdlet.MyInvocation.BoundParameters.ContainsKey('ErrorAction')) {
        Set-Variable -Name ErrorActionPreference -Value $Cmdlet.GetVariableValue('ErrorActionPreference') -Scope 1 -WhatIf:$false -Confirm:$false
    }
    $global:LASTEXITCODE = 0
    @{ Cmdlet = $Cmdlet; Name = $Cmdlet.MyInvocation.MyCommand.Name; ExitCode = 0; Faults = (New-Object Collections.Generic.List[string]) }
}

# Gives the lines of standard output; the call learns the exit code and the faults.
function Invoke-Program([hashtable]$Call, [string[]]$Arguments) {
    # It stays so where whoever reads wants no more: that is no failure.
    $Call.ExitCode = 0
    $Call.Faults.Clear()
    try { $program = if ($Call.Program) { $Call.Program } else { Resolve-Program } }
    catch { $Call.Cmdlet.ThrowTerminatingError((New-WorkbookError $_.Exception.Message 'Workbook.NoProgram' 'ResourceUnavailable' $null)) }
    # What the program says on standard error is no error of PowerShell's.
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    $PSNativeCommandArgumentPassing = 'Standard'
    $native = ConvertTo-NativeArgument (@('--events') + $Arguments)
    $encoding = [Console]::OutputEncoding
    $bars = @{}
    try {
        # In what the program writes, whatever the console's code page is.
        if ($encoding.CodePage -ne 65001) { [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false }
        & dotnet $program @native 2>&1 | ForEach-Object {
            if ($_ -is [string]) { $_ } else { Receive-Line $Call "$_" $bars }
        }
        $Call.ExitCode = $LASTEXITCODE
    }
    finally {
        if ([Console]::OutputEncoding.CodePage -ne $encoding.CodePage) { [Console]::OutputEncoding = $encoding }
        foreach ($bar in $bars.Keys) { Write-Progress -Activity $bar -Id $bars[$bar] -Completed }
        $global:LASTEXITCODE = $Call.ExitCode
    }
}

# Events begin with a record separator; any other line is for those who want to read along.
function Receive-Line([hashtable]$Call, [string]$Line, [hashtable]$Bars) {
    if ($Line.Length -eq 0 -or [int]$Line[0] -ne 0x1e) {
        Write-Verbose $Line
        return
    }
    $happened = ConvertFrom-PlainJson $Line.Substring(1)
    switch ($happened.kind) {
        'fault' { $Call.Faults.Add($happened.text) }
        'note' { Write-Warning $happened.text.Trim() }
        'output' { Write-Verbose $happened.text.TrimEnd() }
        'progress' {
            $step = Split-Path -Leaf $happened.step
            $title = "$($Call.Name): $step"
            if (-not $Bars.ContainsKey($title)) { $Bars[$title] = $Bars.Count + 1 }
            $percent = -1
            if ($happened.expected -gt 0) { $percent = [Math]::Min(100, [int][Math]::Floor(100 * $happened.done / $happened.expected)) }
            $status = '{0:N0} of {1:N0} {2}' -f $happened.done, $happened.expected, $happened.unit
            if ($happened.detail) { Write-Progress -Activity $title -Id $Bars[$title] -Status $status -CurrentOperation $happened.detail -PercentComplete $percent }
            else { Write-Progress -Activity $title -Id $Bars[$title] -Status $status -PercentComplete $percent }
        }
    }
}

# PowerShell before 7.3 drops quotes within arguments, and empty arguments: they are written here as programs read them.
function ConvertTo-NativeArgument([string[]]$Arguments) {
    $passing = Get-Variable -Name PSNativeCommandArgumentPassing -ValueOnly -ErrorAction Ignore
    if ($PSVersionTable.PSVersion -ge [version]'7.3' -and "$passing" -ne 'Legacy') { return $Arguments }
    foreach ($argument in $Arguments) {
        if ($argument -eq '') { '""'; continue }
        $quoted = $argument -replace '(\\*)"', '$1$1\"'
        if ($argument -match '\s') { $quoted = $quoted -replace '(\\+)$', '$1$1' }
        $quoted
    }
}

# An error in PowerShell's terms of a call that didn't do what was asked.
function New-ProgramError([hashtable]$Call, [object]$Target) {
    $message = $Call.Faults -join "`n"
    if (-not $message) { $message = "The program ended with exit code $($Call.ExitCode) and gave no reason." }
    $id, $category = switch ($Call.ExitCode) {
        2 { 'Usage', 'InvalidArgument' }
        3 { 'TimedOut', 'OperationTimeout' }
        130 { 'Stopped', 'OperationStopped' }
        default { 'Failed', 'InvalidOperation' }
    }
    New-WorkbookError $message "Workbook.$id" $category $Target
}

function New-WorkbookError([string]$Message, [string]$Id, [Management.Automation.ErrorCategory]$Category, [object]$Target) {
    New-Object Management.Automation.ErrorRecord (New-Object InvalidOperationException $Message), $Id, $Category, $Target
}

# A path of PowerShell's, which may be on a drive of its own, as programs name it. It need not exist.
function Resolve-FilePath([string]$Path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }

# The lake that is meant where none is named: the environment's, or this repository's.
function Get-LakeArgument([string]$Lake) {
    if ($Lake) { '--lake', (Resolve-FilePath $Lake) }
    elseif (-not $env:WORKBOOK_LAKE) { '--lake', (Join-Path $script:Root 'lake') }
}

# What may come next, by the program's own word, remembered while the program is the same. Never builds.
function Complete-Word([string]$Line, [string]$Word) {
    $program = [IO.FileInfo](Get-ProgramPath)
    if (-not $program.Exists) { return }
    $typed = $Line.Substring(0, $Line.Length - $Word.Length)
    $key = "$($program.LastWriteTimeUtc.Ticks) $typed"
    if (-not $script:Completions) { $script:Completions = @{} }
    if (-not $script:Completions.ContainsKey($key)) {
        $PSNativeCommandArgumentPassing = 'Standard'
        $native = ConvertTo-NativeArgument @('complete', $typed)
        $script:Completions[$key] = @(& dotnet $program.FullName @native 2>$null)
    }
    foreach ($name in $script:Completions[$key]) {
        if ($name -like "$([WildcardPattern]::Escape($Word))*") { New-Object Management.Automation.CompletionResult $name, $name, 'ParameterValue', $name }
    }
}

# The values of an option, without the options that could stand there as well.
function Complete-Value([string]$Line, [string]$Word) { Complete-Word "$Line $Word" $Word | Where-Object { -not $_.CompletionText.StartsWith('-') } }
