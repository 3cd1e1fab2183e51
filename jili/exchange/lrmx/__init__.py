"""任免审批表 of the 中组部 editor: .lrmx (XML) and .lrm with .pic, in and out. See docs/reference/lrmx.md."""
