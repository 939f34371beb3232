namespace AkkaGrid.Core.Verification;

/// <summary>Numbers for names, in the order of their first use.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public int Count => _names.Count;

    public string this[int number] => _names[number];

    public int NumberOf(string name)
    {
        if (_numbers.TryGetValue(name, out var number))
            return number;
        _numbers.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }
}
