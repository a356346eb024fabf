using System.CommandLine;

namespace PolyViT.Kernel.Jupyter;

/// <summary>`polyvit jupyter install` and `polyvit jupyter uninstall`.</summary>
internal static class JupyterCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new(
        "jupyter", "Makes this tool a kernel of Jupyter and VS Code, or removes it.")
    {
        Install(),
        Uninstall(),
    };

    private static Command Install()
    {
        var (name, prefix) = (NameOption(), PrefixOption());
        var display = new Option<string>("--display-name")
        {
            Description = "What front ends show.",
            DefaultValueFactory = _ => KernelSpec.DefaultDisplayName,
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace a kernel of another tool that has this name.",
        };
        var command = new Command("install", "Copies the tool into Jupyter's folder of kernels.")
        {
            name,
            display,
            prefix,
            force,
        };
        command.SetAction(p => Installation.Install(
            p.GetRequiredValue(name), p.GetRequiredValue(display), p.GetValue(prefix), p.GetValue(force)));
        return command;
    }

    private static Command Uninstall()
    {
        var (name, prefix) = (NameOption(), PrefixOption());
        var command = new Command("uninstall", "Removes what install has copied.") { name, prefix };
        command.SetAction(p => Installation.Uninstall(p.GetRequiredValue(name), p.GetValue(prefix)));
        return command;
    }

    private static Option<string> NameOption() => new("--name")
    {
        Description = "Of the kernel, as notebooks store it.",
        DefaultValueFactory = _ => KernelSpec.DefaultName,
    };

    private static Option<string?> PrefixOption() => new("--prefix")
    {
        Description = "A Python environment to install into, e.g. /usr/local; else it is for this user.",
    };
}
