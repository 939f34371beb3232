using System.Collections;
using System.Reflection;

namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Reads a tree of options from configuration and reports every error, not just the first: values that cannot be read,
/// and keys that nothing reads, which are usually misspelt.
/// </summary>
internal static class OptionsReader
{
    /// <summary>Reads the configured values over the defaults of <typeparamref name="T"/>.</summary>
    public static T Read<T>(IConfigurationSection section, ICollection<string> errors)
        where T : class, new() => (T)ReadObject(section, typeof(T), errors);

    private static object ReadObject(IConfigurationSection section, Type type, ICollection<string> errors)
    {
        var options = Activator.CreateInstance(type)!;
        var settings = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        if (!string.IsNullOrEmpty(section.Value))
            errors.Add($"{section.Path} is a group of settings and has no value of its own.");
        foreach (var child in section.GetChildren())
            if (!settings.TryGetValue(child.Key, out var setting))
                errors.Add($"{child.Path} is not known; {section.Path} has {string.Join(", ", settings.Keys)}.");
            else if (ReadValue(child, setting.PropertyType, errors) is { } value)
                setting.SetValue(options, value);
        return options;
    }

    private static object? ReadValue(IConfigurationSection section, Type declared, ICollection<string> errors)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            return ReadList(section, type.GetGenericArguments()[0], errors);
        if (type.IsClass && type != typeof(string))
            return ReadObject(section, type, errors);
        if (section.GetChildren().Any())
            errors.Add($"{section.Path} is one value and has no settings below it.");
        else if (section.Value is { Length: > 0 } text)
            return ReadText(section.Path, text, type, errors);
        return null;
    }

    private static IList ReadList(IConfigurationSection section, Type type, ICollection<string> errors)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        var numbered = section.GetChildren().ToList();
        if (numbered.Count > 0 && !string.IsNullOrEmpty(section.Value))
            errors.Add($"{section.Path} is given twice: as one value and as numbered keys.");
        foreach (var child in numbered)
            if (!int.TryParse(child.Key, out _))
                errors.Add($"{child.Path} is not known; the keys below {section.Path} are numbers, from 0.");
            else if (ReadValue(child, type, errors) is { } item)
                list.Add(item);
        foreach (var text in (section.Value ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (ReadText(section.Path, text, type, errors) is { } item)
                list.Add(item);
        return list;
    }

    private static object? ReadText(string key, string text, Type type, ICollection<string> errors)
    {
        if (OptionText.TryParse(text.Trim(), type, out var value, out var expected))
            return value;
        errors.Add($"{key} is '{text}'; expected {expected}.");
        return null;
    }
}
