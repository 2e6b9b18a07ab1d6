# Objects from the program's JSON: names as PowerShell spells them, times as times.

function ConvertFrom-PlainJson([string]$Text) {
    # From 7.5 on PowerShell can be kept from taking texts that look like a time for one.
    if ($PSVersionTable.PSVersion -ge [version]'7.5') { ConvertFrom-Json -InputObject $Text -DateKind String } else { ConvertFrom-Json -InputObject $Text }
}

$script:PropertyNames = @{}

# started_at becomes StartedAt.
function Get-PropertyName([string]$Name) {
    if (-not $script:PropertyNames.ContainsKey($Name)) {
        $script:PropertyNames[$Name] = -join ($Name.Split('_') | Where-Object { $_ } | ForEach-Object { $_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1) })
    }
    $script:PropertyNames[$Name]
}

# $Type names the objects for their views, $Keyed the properties whose own names are data and stay as they are.
function ConvertTo-WorkbookObject([object]$Json, [string]$Type, [string[]]$Keyed = @()) {
    $values = [ordered]@{}
    if ($Type) { $values.PSTypeName = "Workbook.$Type" }
    foreach ($property in $Json.PSObject.Properties) {
        $name = Get-PropertyName $property.Name
        $value = $property.Value
        if ($Keyed -contains $property.Name) {
            $keys = [ordered]@{}
            if ($null -ne $value) { foreach ($key in $value.PSObject.Properties) { $keys[$key.Name] = $key.Value } }
            $values[$name] = $keys
        }
        elseif ($null -eq $value) { $values[$name] = $null }
        elseif ($value -is [array]) { $values[$name] = @(foreach ($item in $value) { if ($item -is [pscustomobject]) { ConvertTo-WorkbookObject $item '' $Keyed } else { $item } }) }
        elseif ($value -is [pscustomobject]) { $values[$name] = ConvertTo-WorkbookObject $value '' $Keyed }
        elseif ($property.Name -match '_at$|^newest_event$' -and $value -is [string]) { $values[$name] = ConvertTo-Utc $value }
        else { $values[$name] = $value }
    }
    [pscustomobject]$values
}

# All of the program's times are UTC.
function ConvertTo-Utc([string]$Text) { [DateTime]::Parse($Text, $script:Invariant, 'AssumeUniversal, AdjustToUniversal') }

# Calls the program with --format json. Nothing where it gave nothing; the call then knows why.
function Invoke-ProgramJson([hashtable]$Call, [string[]]$Arguments) {
    $text = @(Invoke-Program $Call ($Arguments + @('--format', 'json'))) -join "`n"
    if ($text.Trim()) { ConvertFrom-PlainJson $text }
}
