package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestFolder;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which manifests, and the values of their variables. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class ManifestOptions {

    @Parameters(paramLabel = "DIR", description = "YAML 清单目录或文件 folder or file of YAML manifests")
    private Path folder;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "清单中变量的值 value of a variable in the manifests")
    private Map<String, String> values = new HashMap<>();

    @Option(
            names = "--set-file",
            paramLabel = "NAME=FILE",
            description = "变量的值取自文件（密钥，权限 600） value from a file (secrets, mode 600)")
    private Map<String, Path> files = new HashMap<>();

    List<Manifest> read() throws CommandFailed, CannotStart {
        Map<String, String> variables = new HashMap<>(values);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            variables.put(file.getKey(), SecretFile.read(file.getValue()));
        }
        return new ManifestFolder(variables).read(folder);
    }
}
