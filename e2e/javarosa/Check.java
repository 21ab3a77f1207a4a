import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import org.javarosa.core.model.*;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.data.*;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.reference.*;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.*;
import org.javarosa.model.xform.*;
import org.javarosa.xform.parse.XFormParser;
import org.joda.time.LocalDateTime;

/**
 * Reads every form of a folder with the engine inside Collect, and fills those
 * whose name begins with "fill"; what begins with "open" is opened as it is,
 * with its defaults and formulas. One line a form: its name, ok or the error.
 */
public class Check {
    static Path here;
    static Set<String> columns = new TreeSet<>();

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        new XFormsModule().registerModule();
        new JavaRosaCoreModule().registerModule();
        StubModules.register();
        ReferenceManager rm = ReferenceManager.instance();
        rm.addReferenceFactory(new PrefixedRootFactory(new String[] {"file-csv", "file", "images", "audio", "video", "instance"}) {
            protected Reference factory(String terminal, String uri) { return new FileRef(here, terminal.replaceFirst("^/+", ""), uri); }
        });
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        File[] files = dir.toFile().listFiles((d, n) -> n.endsWith(".xform"));
        Arrays.sort(files);
        for (File f : files) {
            String said = "ok";
            try {
                String src = Files.readString(f.toPath());
                here = Files.createTempDirectory(dir, "media");
                columns = new TreeSet<>(List.of("name", "label", "id", "title"));
                Matcher m = Pattern.compile("<(?:value|label) ref=\"([^\":(]+)\"").matcher(src);
                while (m.find()) columns.add(m.group(1));
                FormDef def = new XFormParser(new StringReader(src)).parse();
                if (f.getName().startsWith("open")) {
                    def.initialize(true, new InstanceInitializationFactory());
                    Files.write(Path.of(f.getPath().replace(".xform", ".instance")), new XFormSerializingVisitor().serializeInstance(def.getInstance(), def));
                } else if (f.getName().startsWith("fill")) {
                    Files.write(Path.of(f.getPath().replace(".xform", ".instance")), fill(def));
                }
            } catch (Throwable t) {
                said = t.getClass().getSimpleName() + ": " + String.valueOf(t.getMessage()).replaceAll("\\s+", " ");
            }
            out.println(f.getName() + "\t" + said);
        }
    }

    static byte[] fill(FormDef def) throws Exception {
        def.initialize(true, new InstanceInitializationFactory());
        FormEntryModel model = new FormEntryModel(def);
        FormEntryController c = new FormEntryController(model);
        Map<String, Integer> made = new HashMap<>();
        int event;
        while ((event = c.stepToNextEvent()) != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                String key = model.getFormIndex().getReference().genericize().toString();
                if (made.merge(key, 1, Integer::sum) <= 2) c.newRepeat();
            } else if (event == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt p = model.getQuestionPrompt();
                if (p.isReadOnly()) continue;
                for (IAnswerData a : candidates(p)) {
                    if (c.answerQuestion(a, true) == FormEntryController.ANSWER_OK) break;
                }
            }
        }
        c.finalizeFormEntry();
        return new XFormSerializingVisitor().serializeInstance(def.getInstance(), def);
    }

    static List<IAnswerData> candidates(FormEntryPrompt p) {
        List<IAnswerData> as = new ArrayList<>();
        int control = p.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<SelectChoice> choices = p.getSelectChoices();
            List<Selection> all = new ArrayList<>();
            for (SelectChoice s : choices) all.add(s.selection());
            if (all.isEmpty()) return as;
            if (control == Constants.CONTROL_SELECT_ONE) for (Selection s : all) as.add(new SelectOneData(s));
            else { as.add(new MultipleItemsData(all)); as.add(new MultipleItemsData(all.subList(0, 1))); }
            return as;
        }
        switch (p.getDataType()) {
            case Constants.DATATYPE_INTEGER: for (int i : new int[] {3, 1, 0, 10, 20, 100}) as.add(new IntegerData(i)); break;
            case Constants.DATATYPE_DECIMAL: for (double d : new double[] {1.5, 0, 10}) as.add(new DecimalData(d)); break;
            case Constants.DATATYPE_DATE: as.add(new DateData(new LocalDateTime(2026, 3, 4, 0, 0).toDate())); break;
            case Constants.DATATYPE_DATE_TIME: as.add(new DateTimeData(new LocalDateTime(2026, 3, 4, 5, 6).toDate())); break;
            case Constants.DATATYPE_TIME: as.add(new TimeData(new LocalDateTime(1970, 1, 1, 5, 6).toDate())); break;
            case Constants.DATATYPE_GEOPOINT: as.add(new GeoPointData(new double[] {12.5, -3.25, 0, 4})); break;
            case Constants.DATATYPE_GEOTRACE: case Constants.DATATYPE_GEOSHAPE:
                as.add(new StringData("12.5 -3.25 0 4; 12.5 -3.5 0 4; 12.6 -3.25 0 4; 12.5 -3.25 0 4")); break;
            default: as.add(new StringData("A & B <é> \"ɲ\"")); as.add(new StringData("12345")); as.add(new StringData("yes"));
        }
        return as;
    }

    /** Files a form names: made up where they are not there. */
    static class FileRef implements Reference {
        final Path path; final String uri;
        FileRef(Path dir, String terminal, String uri) { this.path = dir.resolve(terminal); this.uri = uri; }
        public boolean doesBinaryExist() { return true; }
        public InputStream getStream() throws IOException { return new FileInputStream(getLocalURI()); }
        public String getURI() { return uri; }
        public boolean isReadOnly() { return true; }
        public OutputStream getOutputStream() { throw new UnsupportedOperationException(); }
        public void remove() {}
        public Reference[] probeAlternativeReferences() { return new Reference[0]; }
        public String getLocalURI() {
            try {
                if (!Files.exists(path)) {
                    String n = path.toString();
                    if (n.endsWith(".geojson")) Files.writeString(path, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{" + cells("\"%s\":\"a\"", ",") + "}}]}");
                    else if (n.endsWith(".xml")) Files.writeString(path, "<root><item>" + cells("<%1$s>a</%1$s>", "") + "</item></root>");
                    else Files.writeString(path, cells("%s", ",") + "\n" + cells("a", ",") + "\n");
                }
            } catch (IOException e) { throw new UncheckedIOException(e); }
            return path.toString();
        }
    }

    static String cells(String format, String sep) {
        StringJoiner j = new StringJoiner(sep);
        for (String c : columns) j.add(String.format(format, c));
        return j.toString();
    }

    static class StubModules {
        static void register() {
            XFormParser.registerActionHandler("setgeopoint", new org.javarosa.core.model.actions.setgeopoint.StubSetGeopointActionHandler());
            XFormParser.registerActionHandler("recordaudio", new org.javarosa.core.model.actions.recordaudio.RecordAudioActionHandler());
        }
    }
}
