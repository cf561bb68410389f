// What `baton init` writes, compiled into the program. Keep the list sorted by path.
#include "StarterHandbook.h"

static const unsigned char baton_yml[] = {
#embed "handbook/baton.yml"
};
static const unsigned char checklists_ready_checklist_md[] = {
#embed "handbook/checklists/ready-checklist.md"
};
static const unsigned char index_md[] = {
#embed "handbook/index.md"
};
static const unsigned char personas_lead_md[] = {
#embed "handbook/personas/lead.md"
};
static const unsigned char personas_maker_md[] = {
#embed "handbook/personas/maker.md"
};
static const unsigned char personas_reviewer_md[] = {
#embed "handbook/personas/reviewer.md"
};
static const unsigned char tasks_make_a_change_md[] = {
#embed "handbook/tasks/make-a-change.md"
};
static const unsigned char templates_request_tmpl_md[] = {
#embed "handbook/templates/request-tmpl.md"
};

#define FILE_ENTRY(path, name) {path, name, sizeof name}

static const StarterHandbookFile files[] = {
  FILE_ENTRY("baton.yml", baton_yml),
  FILE_ENTRY("checklists/ready-checklist.md", checklists_ready_checklist_md),
  FILE_ENTRY("index.md", index_md),
  FILE_ENTRY("personas/lead.md", personas_lead_md),
  FILE_ENTRY("personas/maker.md", personas_maker_md),
  FILE_ENTRY("personas/reviewer.md", personas_reviewer_md),
  FILE_ENTRY("tasks/make-a-change.md", tasks_make_a_change_md),
  FILE_ENTRY("templates/request-tmpl.md", templates_request_tmpl_md),
};

size_t starter_handbook_file_count(void) { return sizeof files / sizeof files[0]; }

StarterHandbookFile starter_handbook_file(size_t index) { return files[index]; }
