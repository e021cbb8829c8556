package cn.laohekou.hub.city;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The real towns and villages of Laohekou, from the public lists beside this class. */
final class Divisions {

    private Divisions() {}

    static List<Town> towns() throws IOException {
        return rows("laohekou-towns.csv").stream()
                .map(row -> new Town(row[0], row[1]))
                .toList();
    }

    static List<Village> villages() throws IOException {
        Map<String, String> names = towns().stream().collect(Collectors.toMap(Town::code, Town::name));
        return rows("laohekou-villages.csv").stream()
                .map(row -> new Village(row[0], row[1], row[2], names.getOrDefault(row[2], "")))
                .toList();
    }

    /** The lists hold no separator inside a field, so a split is enough. */
    private static List<String[]> rows(String file) throws IOException {
        InputStream in = Divisions.class.getResourceAsStream("/data/" + file);
        if (in == null) {
            throw new FileNotFoundException(file);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .filter(line -> !line.isBlank())
                    .map(line -> line.replace("\"", "").split(",", -1))
                    .toList();
        }
    }
}
