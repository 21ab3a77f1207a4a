package xlsform

// The words of XLSForm: columns, aliases, question types.

func one(s string) []string { return []string{s} }

var surveyAlias = map[string][]string{
	"compact_tag": {"instance", "odk:tag"}, "read_only": {"bind", "readonly"}, "readonly": {"bind", "readonly"},
	"relevant": {"bind", "relevant"}, "relevance": {"bind", "relevant"}, "caption": one("label"),
	"appearance": {"control", "appearance"}, "required": {"bind", "required"}, "constraint": {"bind", "constraint"},
	"constraining_message": {"bind", "jr:constraintMsg"}, "constraint_message": {"bind", "jr:constraintMsg"},
	"calculation": {"bind", "calculate"}, "calculate": {"bind", "calculate"}, "command": one("type"), "tag": one("name"),
	"value": one("name"), "image": {"media", "image"}, "big-image": {"media", "big-image"}, "audio": {"media", "audio"},
	"video": {"media", "video"}, "count": {"control", "jr:count"}, "repeat_count": {"control", "jr:count"},
	"jr:count": {"control", "jr:count"}, "autoplay": {"control", "autoplay"}, "rows": {"control", "rows"},
	"noapperrorstring": {"bind", "jr:noAppErrorString"}, "no_app_error_string": {"bind", "jr:noAppErrorString"},
	"requiredmsg": {"bind", "jr:requiredMsg"}, "required_message": {"bind", "jr:requiredMsg"}, "body": one("control"),
	"save_to":   {"bind", "entities:saveto"},
	"sms_field": one("sms_field"), "sms_option": one("sms_option"), "sms_separator": one("sms_separator"),
	"sms_allow_media": one("sms_allow_media"), "sms_date_format": one("sms_date_format"),
	"sms_datetime_format": one("sms_datetime_format"), "sms_response": one("sms_response"),
}

var surveyColumns = set("name", "label", "parent", "extra_data", "actions", "default", "guidance_hint", "instance", "query",
	"sms_field", "trigger", "bind", "choice_filter", "control", "hint", "media", "parameters", "type", "choices", "itemset", "list_name")

var listAlias = map[string][]string{
	"caption": one("label"), "list_name": one("list name"), "value": one("name"), "image": {"media", "image"},
	"big-image": {"media", "big-image"}, "audio": {"media", "audio"}, "video": {"media", "video"},
}

var listColumns = set("name", "label", "parent", "extra_data", "media", "sms_option")

var settingsAlias = map[string][]string{
	"form_title": one("title"), "set_form_title": one("title"), "form_id": one("id_string"), "set_form_id": one("id_string"),
	"prefix": one("prefix"),
}

var settingsColumns = set("name", "label", "parent", "extra_data", "bind", "children", "control", "hint", "media", "type",
	"instance", "flat", "sms_field", "add_none_option", "clean_text_values", "attribute", "auto_delete", "auto_send", "choices",
	"default_language", "file_name", "id_string", "instance_name", "instance_xmlns", "namespaces", "omit_instanceID", "public_key",
	"sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_keyword", "sms_response", "sms_separator", "style",
	"submission_url", "title", "version", "allow_choice_duplicates", "client_editable", "delimiter", "prefix", "entity_version")

var entitiesAlias = map[string][]string{"list_name": one("dataset")}

var entitiesColumns = set("dataset", "entity_id", "create_if", "update_if", "repeat", "label")

func set(ss ...string) map[string]bool {
	m := map[string]bool{}
	for _, s := range ss {
		m[s] = true
	}
	return m
}

var typeAlias = map[string]string{
	"imei": "deviceid", "image": "photo", "add image prompt": "photo", "add photo prompt": "photo",
	"add audio prompt": "audio", "add video prompt": "video", "add file prompt": "file",
}

var controls = map[string]string{"group": "group", "lgroup": "repeat", "repeat": "repeat", "loop": "loop", "looped group": "repeat"}

var selects = []struct{ word, typ string }{
	{"add select multiple prompt using", "select all that apply"}, {"add select one prompt using", "select one"},
	{"select_multiple_from_file", "select all that apply"}, {"select multiple from file", "select all that apply"},
	{"select all that apply from", "select all that apply"}, {"select one from file", "select one"},
	{"select_one_from_file", "select one"}, {"select_one_external", "select one external"},
	{"select all that apply", "select all that apply"}, {"select one from", "select one"}, {"select_multiple", "select all that apply"},
	{"select_one", "select one"}, {"select one", "select one"}, {"select1", "select one"}, {"rank", "rank"},
}

var fromFile = set("select_one_from_file", "select_multiple_from_file", "select one from file", "select multiple from file")

var yes = set("yes", "Yes", "YES", "true", "True", "TRUE", "true()", "oui", "Oui", "OUI")
var no = set("no", "No", "NO", "false", "False", "FALSE", "false()", "non", "Non", "NON")

// kind is what a question type stands for.
type kind struct {
	tag, media string   // of the control; none for what is not asked
	bind       []string // pairs
	hint       string
}

// holds is the type of the answers; "" for none.
func (k kind) holds() string {
	for i := 0; i+1 < len(k.bind); i += 2 {
		if k.bind[i] == "type" {
			return k.bind[i+1]
		}
	}
	return ""
}

func input(t string, more ...string) kind {
	return kind{tag: "input", bind: append([]string{"type", t}, more...)}
}
func upload(m string) kind { return kind{tag: "upload", media: m, bind: []string{"type", "binary"}} }
func preload(what, t, param string) kind {
	return kind{bind: []string{"jr:preload", what, "type", t, "jr:preloadParams", param}}
}
func property(p string) kind { return preload("property", "string", p) }
func choose(tag string) kind { return kind{tag: tag, bind: []string{"type", "string"}} }
func days(n string) kind {
	k := input("int", "constraint", "0 <= . and . <= "+n)
	k.hint = "Enter a number 0-" + n + "."
	return k
}

var kinds = map[string]kind{
	"text": input("string"), "string": input("string"), "q string": input("string"), "add text prompt": input("string"),
	"integer": input("int"), "int": input("int"), "q int": input("int"), "add integer prompt": input("int"),
	"decimal": input("decimal"), "q decimal": input("decimal"), "add decimal prompt": input("decimal"),
	"date": input("date"), "q date": input("date"), "add date prompt": input("date"), "time": input("time"),
	"dateTime": input("dateTime"), "datetime": input("dateTime"), "date time": input("dateTime"), "q date time": input("dateTime"),
	"q dateTime": input("dateTime"), "add date time prompt": input("dateTime"), "add dateTime prompt": input("dateTime"),
	"note": input("string", "readonly", "true()"), "q note": input("string", "readonly", "true()"),
	"add note prompt": input("string", "readonly", "true()"),
	"barcode":         input("barcode"), "q barcode": input("barcode"), "add barcode prompt": input("barcode"),
	"geopoint": input("geopoint"), "q geopoint": input("geopoint"), "location": input("geopoint"), "q location": input("geopoint"),
	"gps": input("geopoint"), "add location prompt": input("geopoint"),
	"geoshape": input("geoshape"), "q geoshape": input("geoshape"), "geotrace": input("geotrace"), "q geotrace": input("geotrace"),
	"percentage":                   input("int", "constraint", "0 <= . and . <= 100"),
	"phone number":                 {tag: "input", bind: []string{"type", "string", "constraint", `regex(., '^\d*$')`}, hint: "Enter numbers only."},
	"number of days in last month": days("31"), "number of days in last six months": days("183"), "number of days in last year": days("365"),
	"photo": upload("image/*"), "image": upload("image/*"), "q picture": upload("image/*"), "q image": upload("image/*"), "add image prompt": upload("image/*"),
	"audio": upload("audio/*"), "q audio": upload("audio/*"), "add audio prompt": upload("audio/*"),
	"video": upload("video/*"), "q video": upload("video/*"), "add video prompt": upload("video/*"),
	"file": upload("application/*"), "add file prompt": upload("application/*"), "osm": upload("osm/*"),
	"calculate": {bind: []string{"type", "string"}}, "q calculate": {bind: []string{"type", "string"}},
	"add calculate prompt": {bind: []string{"type", "string"}}, "hidden": {bind: []string{"type", "string"}},
	"acknowledge": choose("trigger"), "q acknowledge": choose("trigger"), "add acknowledge prompt": choose("trigger"), "trigger": {tag: "trigger"},
	"select one": choose("select1"), "select one using": choose("select1"), "q select1": choose("select1"), "add select one prompt using": choose("select1"),
	"select one external":              input("string"),
	"select all that apply":            choose("select"),
	"select all that apply from":       choose("select"),
	"select multiple from":             choose("select"),
	"select multiple using":            choose("select"),
	"q select":                         choose("select"),
	"add select multiple prompt using": choose("select"),
	"rank":                             {tag: "odk:rank", bind: []string{"type", "odk:rank"}},
	"range":                            {tag: "range", bind: []string{"type", "int"}},
	"start":                            preload("timestamp", "dateTime", "start"), "start time": preload("timestamp", "dateTime", "start"),
	"get start time": preload("timestamp", "dateTime", "start"), "end": preload("timestamp", "dateTime", "end"),
	"end time": preload("timestamp", "dateTime", "end"), "get end time": preload("timestamp", "dateTime", "end"),
	"today": preload("date", "date", "today"), "get today": preload("date", "date", "today"),
	"deviceid": property("deviceid"), "device id": property("deviceid"), "get device id": property("deviceid"), "imei": property("deviceid"),
	"phonenumber": property("phonenumber"), "get phone number": property("phonenumber"),
	"subscriberid": property("subscriberid"), "subscriber id": property("subscriberid"), "get subscriber id": property("subscriberid"),
	"simserial": property("simserial"), "sim id": property("simserial"), "get sim id": property("simserial"),
	"username": property("username"), "email": property("email"),
	"uri:subscriberid": property("uri:subscriberid"), "uri:phonenumber": property("uri:phonenumber"), "uri:simserial": property("uri:simserial"),
	"uri:deviceid": property("uri:deviceid"), "uri:username": property("uri:username"), "uri:email": property("uri:email"),
	"audit": {bind: []string{"type", "binary"}}, "xml-external": {}, "csv-external": {},
	"start-geopoint":      {tag: "action", bind: []string{"type", "geopoint"}},
	"background-audio":    {tag: "action", bind: []string{"type", "binary"}},
	"background-geopoint": {tag: "trigger", bind: []string{"type", "geopoint"}},
}

// offered are the types suggested for one that nobody knows.
var offered = []string{"text", "integer", "decimal", "date", "time", "dateTime", "note", "barcode", "geopoint", "geotrace",
	"geoshape", "image", "audio", "video", "file", "calculate", "acknowledge", "hidden", "select_one", "select_multiple", "rank",
	"range", "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "begin_group", "end_group",
	"begin_repeat", "end_repeat", "start-geopoint", "background-audio", "background-geopoint", "csv-external", "xml-external"}

var languages2 = set("aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi", "bm", "bn",
	"bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en", "eo", "es", "et",
	"eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy",
	"hz", "ia", "id", "ie", "ig", "ii", "ik", "in", "io", "is", "it", "iu", "iw", "ja", "ji", "jv", "jw", "ka", "kg", "ki", "kj", "kk",
	"kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi",
	"mk", "ml", "mn", "mo", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om",
	"or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "sh", "si", "sk", "sl",
	"sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt",
	"tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu")
