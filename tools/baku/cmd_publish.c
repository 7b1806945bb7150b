#include <string.h>

#include "baku_publish.h"
#include "cli.h"
#include "findings_text.h"
#include "out.h"

static void print_callers(const struct cli *cli, const json_t *item)
{
    const json_t *callers = json_object_get(item, "callers"), *caller;
    size_t i;
    if (!json_array_size(callers))
        return;
    out("  %s\n", say(cli, "SOP yang masih memanggil teks lamanya:", "SOPs that still call its older text:"));
    json_array_foreach (callers, i, caller)
        out("    %s (%s %lld)\n", text_at(caller, "sop"), say(cli, "revisi", "revision"),
            number_at(caller, "revision"));
    out("  %s baku publish", say(cli, "Terbitkan juga:", "Publish them, too:"));
    json_array_foreach (callers, i, caller)
        out(" %s", text_at(caller, "sop"));
    out(" --as");
    out_word(option_value(cli, OPTION_publish_as));
    if (option_given(cli, OPTION_publish_from)) {
        out(" --from");
        out_word(option_value(cli, OPTION_publish_from));
    }
    out_where(cli);
    out("\n");
}

static void print_state(const struct cli *cli, const json_t *item)
{
    const char *state = text_at(item, "state"), *from = text_at(item, "from_text");
    if (strcmp(state, "holds") == 0)
        out(say(cli, "  berlaku sejak %s; perkara baru memakainya\n", "  law since %s; new cases take it\n"), from);
    else if (strcmp(state, "begins") == 0)
        out(say(cli, "  berlaku mulai %s; perkara yang dimulai sebelum itu belum memakainya\n",
                "  law from %s on; cases that start before do not take it yet\n"),
            from);
    else
        out(say(cli,
                "  berlaku sejak %s, tetapi perkara baru tetap memakai revisi %lld, yang mulai berlaku sesudah itu;\n"
                "  untuk menggantikannya terbitkan dengan --from TANGGAL yang lebih akhir\n",
                "  law since %s, but new cases still take revision %lld, which began after that;\n"
                "  to replace that one publish with a later --from DATE\n"),
            from, number_at(item, "instead"));
}

static void print_item(const struct cli *cli, const json_t *item)
{
    bool fresh = json_is_true(json_object_get(item, "new"));
    out_in(cli, BOLD, text_at(item, "sop"));
    out(": %s %lld ", say(cli, "revisi", "revision"), number_at(item, "revision"));
    if (fresh)
        out_in(cli, GREEN, say(cli, "diterbitkan", "was published"));
    else
        out("%s", say(cli, "sudah memuat teks ini; tidak ada yang baru", "is this text already; nothing is new"));
    out("\n");
    print_state(cli, item);
    out("  SHA-256 %s\n", text_at(item, "digest"));
    print_callers(cli, item);
}

static void print_published(const struct cli *cli, const json_t *document)
{
    const json_t *items = json_object_get(document, "items"), *item;
    size_t i;
    if (json_object_get(document, "findings")) {
        print_findings(cli, document);
        out("%s\n", say(cli, "Tidak ada yang diterbitkan: perbaiki dahulu galat di atas.",
                        "Nothing was published: first mend the errors above."));
    } else if (items) {
        json_array_foreach (items, i, item)
            print_item(cli, item);
    } else {
        print_item(cli, document);
    }
}

int cmd_publish(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    struct baku_publishing how = {.as = option_value(cli, OPTION_publish_as),
                                  .from = option_value(cli, OPTION_publish_from)};
    const char *example = say(cli, "Contoh: baku publish kaltim/hilang --as ani --from 2027-01-04",
                              "Example: baku publish kaltim/hilang --as ani --from 2027-01-04");
    if (cli->n_operands == 0)
        return usage_error(cli, say(cli, "sebutkan SOP yang diterbitkan", "name the SOPs to be published"), example);
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_publish(baku, cli->operands, cli->n_operands, &how, &answer);
    int code = out_deed(cli, status, &answer, print_published);
    baku_close(baku);
    return code;
}
